// Attack ports: ports that travel through each other in a ring.
// Expect: held
const channels = [];
for (let i = 0; i < 50; ++i) channels.push(new MessageChannel());
for (let i = 0; i < 50; ++i) {
  const next = channels[(i + 1) % 50];
  try { channels[i].port1.postMessage('x', [next.port2]); } catch (error) { console.log(error.name); }
}
const own = new MessageChannel();
try { own.port1.postMessage('x', [own.port1]); console.log('escaped'); } catch (error) { console.log(error.name); }
const one = new MessageChannel();
const two = new MessageChannel();
two.port1.postMessage('through', [one.port2]);
one.port1.onmessage = () => console.log('escaped: from nowhere');
const answer = new MessageChannel();
answer.port1.onmessage = () => { console.log('held'); close(); };
const source = 'onmessage = ({ports}) => ports[0].postMessage("back", [ports[1]]);';
new Worker(URL.createObjectURL(new Blob([source]))).postMessage('x', [answer.port2, two.port2]);
