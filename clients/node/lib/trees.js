// Spawns trees of workers, and tells the events of each tree to whoever asked for it.
//
// On a shared daemon every tree has a stream of its own, which opens with it. On a private one all
// trees are ours: one stream serves them all, and a tree costs nothing there.

// connection → Map of worker → function(event), filled with every worker of every tree
const listeners_of = new WeakMap();

function all_trees(connection, types) {
  let listeners = listeners_of.get(connection);
  if (listeners === undefined) {
    listeners = new Map();
    listeners_of.set(connection, listeners);
    // Asked for before the spawn that follows, so it is open before anything can happen there.
    connection.subscribe({types: ['spawned', ...types], values: 'tagged'}, (event) => {
      const listener = listeners.get(event.worker);
      if (event.type === 'spawned') {
        const root = listeners.get(event.parent);
        if (root) listeners.set(event.worker, root);
      } else {
        if (event.type === 'exit') listeners.delete(event.worker);
        listener?.(event);
      }
    }).catch(() => {}); // the connection is over, and the spawn says so
  }
  return listeners;
}

// Resolves with the number of the root. `on_spawned` gets it before `on_event` gets the first event
// of the given types about the root or a descendant.
export async function spawn_tree(connection, params, types, on_spawned, on_event) {
  const {private: is_private} = await connection.ready;
  if (is_private) {
    const listeners = all_trees(connection, types);
    const {worker} = await connection.request('worker.spawn', params, (result) => {
      on_spawned(result.worker);
      listeners.set(result.worker, on_event);
    });
    return worker;
  }
  const subscribe = {types, values: 'tagged'};
  const {worker} = await connection.request('worker.spawn', {...params, subscribe}, (result) => {
    on_spawned(result.worker);
    connection.take_stream(result.stream, on_event);
  });
  return worker;
}
