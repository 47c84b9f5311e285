// A hundred thousand of anything: as many as may be, then an error that says so, and a worker that
// goes on.
const many = 1e5;
const made = (what, make) => {
  let count = 0;
  try {
    for (; count < many; count++) make(count);
    console.log(what, 'all of them');
  } catch (error) {
    console.log(what, count, error.name, error.message);
  }
};

let kept = [];
made('channels:', () => kept.push(new MessageChannel()));
made('one more:', () => new MessageChannel());
for (const {port1, port2} of kept.splice(0, 10)) {
  port1.close();
  port2.close();
}
made('as ten were closed:', () => kept.push(new MessageChannel()));
kept = [];
made('never kept:', () => new MessageChannel());

const channels = [];
made('broadcast channels:', (index) => channels.push(new BroadcastChannel(String(index))));
channels.forEach((channel) => channel.close());

const timers = [];
made('timers:', () => timers.push(setTimeout(() => {}, 1e6)));
timers.forEach(clearTimeout);
made('timers, cancelled:', () => clearTimeout(setTimeout(() => {}, 1e6)));

const target = new EventTarget();
const listeners = [];
made('listeners:', () => {
  listeners.push(() => {});
  target.addEventListener('x', listeners[listeners.length - 1]);
});
listeners.forEach((listener) => target.removeEventListener('x', listener));
made('the same listener:', () => target.addEventListener('x', listeners[0]));

const {port1, port2} = new MessageChannel();
const ports = [];
for (let i = 0; i < 1025; i++) ports.push(new MessageChannel().port1);
made('ports in one message:', () => port1.postMessage(null, ports));
port2.onmessage = ({ports: arrived}) => {
  console.log('ports in one message:', arrived.length);
  port1.close();
};
port1.postMessage(null, ports.slice(1));
port1.onclose = port2.onclose = () => console.log('still works');
