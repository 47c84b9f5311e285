// BroadcastChannel.
// https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts
//
// The supervisor knows which names this worker listens on and brings what others of its tree, or
// clients, post to them; what is posted here reaches the other channels of this realm without it.
// A channel is kept alive until it is closed.

var CHANNEL = host.slot('BroadcastChannel');

// The open channels of each name, in the order of creation.
var channelsOf = create(null);

// An opaque origin (a worker made from a data: URL) shares its storage key with nobody.
function sharesChannels() {
  var url = ownUrl();
  return url !== null && originOf(url) !== 'null';
}

function BroadcastChannel(name) {
  constructing(this, BroadcastChannel, CHANNEL);
  required(arguments, 1, "Failed to construct 'BroadcastChannel'");
  name = toText(name);
  if (channelsOf[name] === undefined) {
    if (sharesChannels()) joinChannel(name);
    channelsOf[name] = list();
  }
  becomeTarget(this);
  this[CHANNEL] = { name: name, closed: false };
  append(channelsOf[name], this);
}

function joinChannel(name) {
  var refusal = host.joinChannel(name);
  if (refusal === null) return;
  throw domException('QuotaExceededError', "Failed to construct 'BroadcastChannel': " + refusal);
}

defineInterface(BroadcastChannel, EventTarget, 1, {
  get name() {
    return slotOf(this, CHANNEL).name;
  },
  // https://html.spec.whatwg.org/multipage/web-messaging.html#dom-broadcastchannel-postmessage
  postMessage(message) {
    var self = receiver(this, CHANNEL), record = self[CHANNEL];
    required(arguments, 1, "Failed to execute 'postMessage' on 'BroadcastChannel'");
    // 1. If this is not eligible for messaging, then return.
    if (host.closing()) return;
    // 2. If this's closed flag is true, then throw an "InvalidStateError" DOMException.
    if (record.closed) {
      throw domException('InvalidStateError', "Failed to execute 'postMessage' on " +
                         "'BroadcastChannel': the channel is closed.");
    }
    // 3. Let serialized be StructuredSerialize(message). Rethrow any exceptions.
    var bytes = host.serialize(message);
    if (sharesChannels()) host.broadcast(record.name, bytes);
    // 6.–8. The destinations of this realm, oldest first, without the source.
    var open = channelsOf[record.name] || list();
    for (var i = 0; i < open.length; i++) if (open[i] !== self) queueBroadcast(open[i], bytes);
  },
  // https://html.spec.whatwg.org/multipage/web-messaging.html#dom-broadcastchannel-close
  close() {
    var self = receiver(this, CHANNEL), record = self[CHANNEL];
    if (record.closed) return;
    record.closed = true;
    var open = channelsOf[record.name];
    for (var i = 0; i < open.length; i++) {
      if (open[i] === self) {
        removeAt(open, i);
        break;
      }
    }
    if (open.length > 0) return;
    delete channelsOf[record.name];
    if (sharesChannels()) host.leaveChannel(record.name);
  }
});
lengths(BroadcastChannel.prototype, { postMessage: 1, close: 0 });
handlerAttributes(BroadcastChannel.prototype, ['message', 'messageerror']);

function queueBroadcast(channel, bytes) {
  queueTask(function () {
    deliverBroadcast(channel, bytes);
  });
}

// Step 9's task.
function deliverBroadcast(channel, bytes) {
  // 9.1. If destination's closed flag is true, then abort these steps.
  if (channel[CHANNEL].closed) return;
  var event;
  // 9.3. Let data be StructuredDeserialize(serialized, targetRealm); if this throws an exception,
  //      fire an event named messageerror. 9.4. Else fire an event named message.
  try {
    event = newMessageEvent('message', host.deserialize(bytes));
  } catch (ignored) {
    event = newMessageEvent('messageerror', null);
  }
  // Only workers of one origin share a channel.
  event[MESSAGE].origin = originOf(ownUrl());
  dispatch(channel, event, true);
}

host.hooks.broadcast = function (name, bytes) {
  var open = channelsOf[name];
  if (open === undefined) return;
  open = copyOf(open);
  // What the script closes meanwhile gets nothing any more; close() of the worker drops the rest.
  for (var i = 0; i < open.length && !host.closing(); i++) deliverBroadcast(open[i], bytes);
};
