// MessageChannel and MessagePort inside of one realm.
const fails = (make) => {
  try {
    make();
    return 'no error';
  } catch (error) {
    return error.name;
  }
};

// The interfaces.
const channel = new MessageChannel();
const {port1, port2} = channel;
console.log(channel.port1 === port1, port1 !== port2, port1 instanceof EventTarget);
console.log(String(channel), String(port1), MessagePort.length, MessageChannel.length);
console.log(Object.keys(MessagePort.prototype).join());
console.log(fails(() => new MessagePort()), fails(() => MessageChannel()),
            fails(() => port1.postMessage()), fails(() => MessagePort.prototype.start.call({})));
console.log(port1.onmessage, port1.onmessageerror, port1.onclose);
console.log(port1);

// What cannot be sent or transferred.
const other = new MessageChannel();
const buffer = new ArrayBuffer(8);
console.log(fails(() => port1.postMessage(port2)), fails(() => structuredClone(port2)),
            fails(() => port1.postMessage(1, [port1])),
            fails(() => port1.postMessage(1, [other.port1, other.port1])),
            fails(() => port1.postMessage(1, [{}])), fails(() => port1.postMessage(1, [1])),
            fails(() => port1.postMessage(Symbol(), [buffer, other.port1])));
console.log(buffer.byteLength);
other.port1.close();
console.log(fails(() => port1.postMessage(1, [buffer, other.port1])), buffer.byteLength);

// Order: microtasks before any message, messages in order, each a task of its own.
port2.onmessage = (event) => {
  console.log(event.type, event.data, event.origin === '', event.source, event.lastEventId === '',
              event.ports.length, Object.isFrozen(event.ports), event.ports === event.ports,
              event.isTrusted, event.target === port2);
  Promise.resolve().then(() => console.log('microtask after', event.data));
  if (event.data === 'two') startedLate();
};
port1.postMessage('one');
port1.postMessage('two');
Promise.resolve().then(() => console.log('microtask'));
console.log('script ends');

// Not started until onmessage is set or start() is called.
function startedLate() {
  const {port1: a, port2: b} = new MessageChannel();
  b.addEventListener('message', ({data}) => {
    console.log('b got', data);
    transferred();
  });
  a.postMessage('early');
  setTimeout(() => {
    console.log('starts');
    b.start();
    b.start();
  }, 5);
}

function transferred() {
  // Ports come in the order of the transfer list, and in the value where they stand.
  const {port1: c, port2: d} = new MessageChannel();
  const x = new MessageChannel(), y = new MessageChannel();
  d.onmessage = ({data, ports}) => {
    console.log(ports.length, data.first === ports[1], data.again === data.first,
                data.second === ports[0], ports[0] instanceof MessagePort);
    ports[0].postMessage('from y.port1');
    ports[1].onmessage = ({data: sent}) => console.log('moved port got', sent);
  };
  x.port2.postMessage('waited');
  y.port2.onmessage = ({data}) => console.log('y.port2 got', data);
  c.postMessage({second: y.port1, first: x.port1, again: x.port1}, [y.port1, x.port1]);
  // They are gone from here.
  console.log(fails(() => c.postMessage(1, [x.port1])), fails(() => structuredClone(x.port1)));
  x.port1.postMessage('nobody hears this');
  x.port1.onmessage = () => console.log('never');

  // A dictionary; structuredClone(); a port that goes through its own channel is lost.
  const z = new MessageChannel();
  const moved = structuredClone({port: z.port1}, {transfer: [z.port1]}).port;
  moved.onmessage = ({data, ports}) => console.log('cloned port got', data, ports.length);
  z.port2.postMessage('x', {transfer: [new MessageChannel().port1]});
  const doomed = new MessageChannel();
  doomed.port2.onmessage = () => console.log('never');
  doomed.port1.onclose = () => {
    console.log('the other end was lost');
    setTimeout(closed, 5);
  };
  doomed.port1.postMessage('gone', [doomed.port2]);
}

function closed() {
  // close(): what was sent before arrives, nothing is sent after it, the other side is told.
  const {port1: a, port2: b} = new MessageChannel();
  b.onmessage = ({data}) => console.log('b got', data);
  b.onclose = (event) => console.log(event.type, event.constructor === Event, event.bubbles,
                                     event.cancelable);
  a.onclose = () => console.log('never');
  a.postMessage('before');
  a.close();
  a.close();
  a.postMessage('after');
  b.postMessage('to a closed port');
  console.log(fails(() => a.postMessage(() => 0)), 'even when closed');
  // It is disentangled, not detached: it can still be given away.
  b.addEventListener('close', () => {
    const last = new MessageChannel();
    last.port2.onmessage = ({ports}) => console.log('and given away', ports.length);
    last.port1.postMessage(1, [b]);
  });
}
