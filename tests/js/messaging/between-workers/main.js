// Ports between any workers of a tree: siblings, nested ones, through each other, and home again.
const say = (...words) => console.log(...words);
const made = (name) => new Worker('worker.js', {name});

// Two siblings that never hear of each other but through a channel; what was posted to its ports
// before they left is there first.
function siblings(then) {
  const a = made('a'), b = made('b');
  const {port1, port2} = new MessageChannel();
  port1.postMessage('first');
  port1.postMessage('second');
  a.postMessage('talk', [port1]);
  b.postMessage('listen', [port2]);
  b.onmessage = ({data}) => {
    say('siblings:', data.join(', '));
    a.terminate();
    b.terminate();
    then();
  };
}

// From a worker at the bottom of a tree to its top, past those between, and the other way.
function nested(then) {
  const top = made('top');
  top.onmessage = ({data, ports: [port]}) => {
    port.onmessage = ({data: reply}) => {
      say('nested:', data, reply);
      top.terminate();
      then();
    };
    port.postMessage('hello down there');
  };
  top.postMessage('nest');
}

// A port through two workers and back to where it began, with messages under way all the time.
function roundTrip(then) {
  const a = made('a'), b = made('b');
  const {port1, port2} = new MessageChannel();
  let sent = 0;
  const count = 300, got = [];
  const feed = () => {
    for (let i = 0; i < 20 && sent < count; i++) port1.postMessage(sent++);
    if (sent < count) setTimeout(feed);
  };
  a.onmessage = b.onmessage = ({data, ports: [port], target}) => {
    got.push(...data);
    if (!port) return;
    if (got.length < count / 2) return (target === a ? b : a).postMessage('some', [port]);
    port.onmessage = ({data: last}) => {
      got.push(last);
      if (got.length < count) return;
      say('round trip:', got.every((value, index) => value === index), got.length);
      a.terminate();
      b.terminate();
      then();
    };
  };
  feed();
  a.postMessage('some', [port2]);
}

// Both ends in one worker, which did not make them.
function bothEnds(then) {
  const a = made('a');
  const {port1, port2} = new MessageChannel();
  port1.postMessage('from home');
  a.postMessage('both', [port1, port2]);
  a.onmessage = ({data}) => {
    say('both ends:', data.join(', '));
    a.terminate();
    then();
  };
}

// A chain: each message brings the port over which the next one comes.
function chain(then) {
  const a = made('a');
  const links = 50;
  const {port1, port2} = new MessageChannel();
  let last = port1;
  for (let i = 0; i < links; i++) {
    const next = new MessageChannel();
    last.postMessage(i, [next.port2]);
    last = next.port1;
  }
  last.postMessage('end');
  a.onmessage = ({data}) => {
    say('chain:', data);
    a.terminate();
    then();
  };
  a.postMessage('chain', [port2]);
}

// Large messages, and buffers that are transferred.
function large(then) {
  const a = made('a');
  const {port1, port2} = new MessageChannel();
  const bytes = new Uint8Array(3 << 20).fill(7);
  bytes[bytes.length - 1] = 9;
  a.postMessage('echo', [port2]);
  port1.onmessage = ({data}) => {
    say('large:', data.length, data[0], data[data.length - 1], bytes.length);
    a.terminate();
    then();
  };
  port1.postMessage(bytes, [bytes.buffer]);
}

siblings(() => nested(() => roundTrip(() => bothEnds(() => chain(() => large(() => {}))))));
