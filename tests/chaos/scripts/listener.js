// Sends back what it is told over its MessagePort and its BroadcastChannel.
importScripts('stream.js');
const channel = new BroadcastChannel('talk');
const receiver = new Receiver();
const me = new_life('listener');
channel.onmessage = ({data}) => {
  if (data.n === undefined || data.life === undefined) return;
  receiver.take(data, true);
  channel.postMessage({back: data.life, n: data.n, by: me});
};
onmessage = ({ports}) => {
  const port = ports[0];
  port.onmessage = ({data}) => {
    receiver.take(data);
    port.postMessage({back: data.life, n: data.n});
  };
};
postMessage(me);
