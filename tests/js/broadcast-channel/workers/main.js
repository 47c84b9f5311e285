// BroadcastChannels of several workers of one tree.
const results = new BroadcastChannel('results'), work = new BroadcastChannel('work');
const names = ['a', 'b', 'c'];
let ready = 0;
const got = [];

results.onmessage = ({ data, origin }) => {
  if (data === 'ready') {
    start();
    return;
  }
  got.push(`${data.name} ${data.sum} ${origin}`);
  if (got.length < names.length) return;
  console.log(got.sort().join('\n'));
  work.postMessage('stop');
};
// Whoever is not ready yet would miss it: a channel keeps nothing for later.
function start() {
  if (++ready <= names.length) return;
  work.postMessage({ numbers: [1, 2, 3], bytes: new Uint8Array([7]) });
}
work.onmessage = () => console.log('never: only this worker posts there');
for (const name of names) new Worker('member.js', { name });
// A name that nobody shares, and one that has a character of two code units.
new BroadcastChannel('alone').postMessage('nobody');
const wide = new BroadcastChannel('\u{1F41D}');
wide.onmessage = ({ data }) => console.log('wide', data);
const half = new BroadcastChannel('\uD83D');
half.onmessage = ({ data }) => console.log('half', data);
// Of an opaque origin: it shares its channels with nobody.
const apart = new Worker('data:text/javascript,' + encodeURIComponent(`
  const own = new BroadcastChannel('work'), inside = new BroadcastChannel('work');
  inside.onmessage = ({ data, origin }) => postMessage(data + ' ' + origin);
  own.postMessage('inside');
`));
apart.onmessage = ({ data }) => {
  console.log('apart', data);
  start();
};
