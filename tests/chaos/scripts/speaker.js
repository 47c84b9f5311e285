// Says numbers over a MessagePort and over a BroadcastChannel, and sends back what its creator says.
importScripts('stream.js');
const channel = new BroadcastChannel('talk');
const receiver = new Receiver();
let over_port = null, over_channel = null, listener = null;

channel.onmessage = ({data}) => {
  // One that takes the place of a listener has not heard what that has.
  if (data.by !== undefined && data.by === listener && data.back === over_channel.life) {
    over_channel.returned(data);
  }
};

onmessage = async ({data, ports}) => {
  if (data.n !== undefined) {
    receiver.take(data);
    return postMessage({back: data.life, n: data.n});
  }
  if (data.listener) {
    listener = data.listener;
    const port = ports[0];
    over_port = new Stream(new_life('port'), message => port.postMessage(message));
    port.onmessage = ({data}) => {
      if (data.back === over_port.life) over_port.returned(data);
    };
    // A new listener hears a new life from its beginning.
    over_channel = new Stream(new_life('channel'), message => channel.postMessage(message));
  }
  if (data.end) {
    const counts = [await over_port.end(), await over_channel.end()];
    postMessage({ended: counts});
  }
};
