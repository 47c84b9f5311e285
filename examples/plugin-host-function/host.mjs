// A note-taking program with plug-ins. A plug-in has no files and no network: it has the functions
// that this program offers, and this program decides at each call what the caller may do.

import {host, Worker} from '../../clients/node/index.js';

const notes = new Map([['todo', 'buy milk\nfeed the bees'], ['secret', 'the password is 1234']]);
const readable = new Map([['shout.ts', new Set(['todo'])]]); // plug-in → notes

const plugin_of = new Map(); // worker → plug-in

await host.register({
  read(name) {
    const plugin = plugin_of.get(this.worker);
    if (!readable.get(plugin)?.has(name)) throw new Error(`${plugin} may not read "${name}"`);
    return notes.get(name);
  },
  async write(name, text) {
    notes.set(name, String(text).slice(0, 10_000));
  },
}, {timeoutMs: 1000});

const plugin = new Worker(new URL('shout.ts', import.meta.url), {limits: {memory_bytes: 16 << 20}});
plugin_of.set(await plugin.spawned, 'shout.ts');

plugin.postMessage('run');
await new Promise((resolve) => { plugin.onmessage = resolve; });
await plugin.terminate();
console.log(`todo is now: ${JSON.stringify(notes.get('todo'))}`);
console.log(`secret is still: ${JSON.stringify(notes.get('secret'))}`);
