// MessageChannel.  https://html.spec.whatwg.org/multipage/web-messaging.html#message-channels

var MESSAGE_CHANNEL = host.slot('MessageChannel');

function MessageChannel() {
  constructing(this, MessageChannel, MESSAGE_CHANNEL);
  this[MESSAGE_CHANNEL] = newPortPair("Failed to construct 'MessageChannel': ");
}
defineInterface(MessageChannel, null, 0, {
  get port1() {
    return slotOf(this, MESSAGE_CHANNEL).one;
  },
  get port2() {
    return slotOf(this, MESSAGE_CHANNEL).other;
  }
});
