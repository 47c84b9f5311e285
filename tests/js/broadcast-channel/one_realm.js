// BroadcastChannels of one realm.
const log = (...parts) => console.log(...parts);

log(typeof BroadcastChannel, BroadcastChannel.length, BroadcastChannel.prototype.postMessage.length);
log(Object.getPrototypeOf(BroadcastChannel) === EventTarget);
for (const wrong of [() => new BroadcastChannel(), () => BroadcastChannel('a'),
                     () => new BroadcastChannel(Symbol('x')),
                     () => BroadcastChannel.prototype.name]) {
  try {
    wrong();
    log('never');
  } catch (error) {
    log(error.name);
  }
}

const first = new BroadcastChannel('news'), second = new BroadcastChannel('news');
const third = new BroadcastChannel('news'), other = new BroadcastChannel('other');
log(first.name, String(first), first.onmessage, new BroadcastChannel(null).name);
log(first);

const seen = (name, channel) => {
  channel.onmessage = event => {
    log(name, event.data, event.origin, event.source, event.ports.length, event.isTrusted);
  };
};
seen('first', first);
seen('second', second);
seen('third', third);
seen('other', other);

// Never to itself, in the order of creation, after this script, a copy for each.
const value = { list: [1], date: new Date(5) };
second.postMessage(value);
value.list.push('later');
log('posted');

try {
  first.postMessage();
} catch (error) {
  log(error.name);
}
try {
  first.postMessage(() => {});
} catch (error) {
  log(error.name, error instanceof DOMException);
}

// Closed: nothing more goes out or comes in, not even what was posted before. Begun by the last of
// the messages that this script posts: a timer may have its turn before any of them.
const close_some = () => {
  const late = new BroadcastChannel('late'), gone = new BroadcastChannel('late');
  seen('late', late);
  seen('gone', gone);
  new BroadcastChannel('late').postMessage('to one');
  gone.close();
  gone.close();
  try {
    gone.postMessage(1);
  } catch (error) {
    log(error.name, error.code);
  }
  try {
    // Refused before the message is looked at.
    gone.postMessage(() => {});
  } catch (error) {
    log(error.name);
  }
  // A listener may close a channel that has its turn after it.
  const a = new BroadcastChannel('turn'), b = new BroadcastChannel('turn');
  a.addEventListener('message', () => b.close());
  b.onmessage = () => log('never');
  new BroadcastChannel('turn').postMessage('x');
  // A getter may do what it likes meanwhile.
  const left = new BroadcastChannel('getter'), right = new BroadcastChannel('getter');
  seen('right', right);
  left.postMessage({ get it() {
    left.close();
    return 'posted all the same';
  } });
};

class Loud extends BroadcastChannel {
  constructor() {
    super('loud');
  }
  shout(text) {
    this.postMessage(text.toUpperCase());
  }
}
const ear = new BroadcastChannel('loud');
ear.onmessage = event => {
  log(event.data, event.target === ear, event.type);
  close_some();
};
ear.onmessageerror = () => log('never');
new Loud().shout('hello');
