// Blob URLs are known to all workers of a tree that have its origin, until somebody revokes them.
const worker = new Worker('worker.js');
const url = URL.createObjectURL(new Blob(['postMessage("ran " + location.protocol);'],
                                         {type: 'text/javascript'}));
const gone = URL.createObjectURL(new Blob(['postMessage("never");']));
URL.revokeObjectURL(gone);
const mine = URL.createObjectURL(new Blob(['globalThis.imported = 1;'], {type: 'text/javascript'}));
const failure = (make) => {
  try {
    make();
    return 'no error';
  } catch (error) {
    return error.name;
  }
};

worker.postMessage({url, gone, mine});
worker.onmessage = ({data: {shown, made}}) => {
  if (shown) return console.log(shown);
  importScripts(made);
  console.log('from the worker:', globalThis.made);
  console.log('revoked by another:', failure(() => importScripts(mine)));
  // An opaque origin knows nothing of it.
  const stranger = new Worker('data:text/javascript,' + encodeURIComponent(`
    onmessage = ({data}) => {
      try {
        importScripts(data);
        postMessage('imported');
      } catch (error) {
        postMessage(error.name);
      }
    };`));
  stranger.postMessage(url);
  stranger.onmessage = ({data: outcome}) => {
    console.log('opaque origin:', outcome);
    stranger.terminate();
    goesWithItsWorker();
  };
};

// A worker's URLs go with it.
function goesWithItsWorker() {
  const {port1, port2} = new MessageChannel();
  const short = new Worker(URL.createObjectURL(new Blob([`
    onmessage = ({ports: [port]}) => {
      port.postMessage(URL.createObjectURL(new Blob(['0'], {type: 'text/javascript'})));
      globalThis.kept = port;
    };`])));
  short.postMessage(0, [port2]);
  let made;
  port1.onmessage = ({data}) => {
    made = data;
    console.log('while it lives:', failure(() => importScripts(made)));
    short.terminate();
  };
  port1.onclose = () => {
    console.log('afterwards:', failure(() => importScripts(made)));
    worker.terminate();
  };
}
