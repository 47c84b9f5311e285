// A message to a port of another worker may be posted and dispatched from C++ or by the prelude: nobody can
// tell which it was.
const source = `
  const describe = (event, port) => [event.isTrusted, event.type, event.target === port, event.currentTarget === port,
    event.eventPhase, event.origin, event.lastEventId, event.source, event.ports.length, Object.isFrozen(event.ports),
    event.ports === event.ports, Object.keys(event), String(event), event instanceof MessageEvent,
    event.data].map((value) => JSON.stringify(value)).join();
  onmessage = ({ ports: [port] }) => {
    const heard = [];
    port.onmessage = function (event) {
      heard.push(describe(event, port), this === port);
      if (event.data === 'several') port.addEventListener('message', () => heard.push('another'));
      if (event.data === 'throw') throw new RangeError('thrown');
      if (event.data === 'end') postMessage(heard);
    };
    onerror = (message) => { heard.push(message); return true; };
  };
`;
const worker = new Worker('data:text/javascript,' + encodeURIComponent(source));
const { port1, port2 } = new MessageChannel();
const attempt = (what) => {
  try {
    console.log(what());
  } catch (error) {
    console.log(error.name + ': ' + error.message);
  }
};

worker.onmessage = ({ data }) => {
  for (const line of data) console.log(line);
  port1.close();
  attempt(() => port1.postMessage({ closed: true }));
  attempt(() => port1.postMessage(Symbol('never')));
  worker.terminate();
};
worker.postMessage(null, [port2]);

console.log(port1.postMessage.name, port1.postMessage.length);
attempt(() => port1.postMessage());
attempt(() => port1.postMessage.call({}, 1));
attempt(() => port1.postMessage.call(null, 1));
attempt(() => port1.postMessage.call(5, 1));
attempt(() => port1.postMessage(() => {}));
for (const value of [undefined, null, true, -0, 1.5, 'text', { plain: 1, text: 'é€𝄞' }, { deep: { er: [1] } }, [1, 2]]) {
  port1.postMessage(value);
}
port1.postMessage(1, undefined);
port1.postMessage(2, []);
port1.postMessage(3, { transfer: [] });
MessagePort.prototype.postMessage.call(port1, 'borrowed');
port1.postMessage({ get getter() { return 'read'; } });
port1.postMessage('throw');
port1.postMessage('several');
port1.postMessage({ then: 'two listeners' });
port1.postMessage('end');
