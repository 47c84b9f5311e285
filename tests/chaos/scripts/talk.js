// The root of one tree of the soak: a speaker and a listener, of which each may be killed at any
// moment and is replaced. What the survivors of it say to each other must arrive once and in order.
importScripts('stream.js');
const overheard = new Receiver();
const channel = new BroadcastChannel('talk');
// Hears everything that is said on the channel from its beginning.
channel.onmessage = ({data}) => { if (data.life !== undefined) overheard.take(data); };

let listener = null, speaker = null, listening = null, asked_to_end = false, to_speaker = null;

const introduce = () => {
  if (!speaker || !listening) return;
  const {port1, port2} = new MessageChannel();
  speaker.postMessage({listener: listening}, [port1]);
  listener.postMessage(null, [port2]);
  if (asked_to_end) end();
};
const replaced = (worker, again) => {
  worker.onerror = event => {
    event.preventDefault();
    again();
  };
};

function new_listener() {
  listening = null;
  const mine = listener = new Worker('listener.js', {name: `listener of ${self.name}`});
  mine.onmessage = ({data}) => { listening = data; introduce(); };
  replaced(mine, new_listener);
}
function new_speaker() {
  const mine = speaker = new Worker('speaker.js', {name: `speaker of ${self.name}`});
  const stream = to_speaker = new Stream(new_life('own'), message => mine.postMessage(message));
  mine.onmessage = ({data}) => {
    if (data.back !== undefined) return stream.returned(data);
    if (mine === speaker) postMessage({ended: data.ended});
  };
  replaced(mine, new_speaker);
  introduce();
}

// Nobody is killed any more.
async function end() {
  const count = await to_speaker.end();
  postMessage({own: count});
  speaker.postMessage({end: true});
}
onmessage = () => {
  asked_to_end = true;
  if (speaker && listening) end();
};
new_listener();
new_speaker();
