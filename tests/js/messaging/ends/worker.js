const ways = {
  close(port) {
    port.postMessage('last words');
    close();
    port.postMessage('even after close()');
  },
  terminate(port) {
    port.postMessage('hello');
  },
  // An exception ends nothing; but then nothing refers to the port any more.
  throw(port) {
    port.postMessage('before');
    throw new Error('boom');
  },
  spin(port) {
    port.postMessage('hello');
    for (;;);
  },
  drop(port) {
    port.postMessage('thanks, that was all');
  },
  // The port goes on to a worker that ends with this one.
  child(port) {
    const child = new Worker('worker.js');
    child.onmessage = () => close();
    child.postMessage('hold', [port]);
  },
  hold(port) {
    globalThis.kept = port;
    port.onmessage = () => {};
    port.postMessage('from the grandchild');
    postMessage('has it');
  },
  // What waits at a port that was never started goes with it.
  unstarted(port) {
    const {port1, port2} = new MessageChannel();
    port1.postMessage('never read', [port]);
    port2.onmessageerror = () => {};
    port2.close();
    close();
  }
};
onmessage = ({data, ports}) => ways[data](ports[0]);
