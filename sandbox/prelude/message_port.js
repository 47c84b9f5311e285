// MessagePort.  https://html.spec.whatwg.org/multipage/web-messaging.html#message-ports
//
// An object and an end. The end is the port itself: {handle, peer, first, last, enabled, started,
// object, closed}. A transfer leaves a dead object behind and gives the end, with what waits at it,
// to a new one. A channel whose two ends are in this realm is this file's alone: each end knows its
// `peer`, and no message leaves the realm. When an end goes to another worker the supervisor is told
// of both: each has a `handle` then, and what waits goes after it (shareAll). Messages to a port wait
// with the supervisor until start(); so an end that was never started takes them along by itself.
//
// Who keeps what alive: an object its end; an end its object only once the object could notice
// anything (it was started, or somebody listens). So what nobody refers to goes, and its peer is told.

var PORT = host.slot('MessagePort');
var TRANSFER = host.slot('transfer');

var firstMade = 0x80000000, firstGiven = 0xc0000000;
var lastMade = firstMade - 1;
var endOf = create(null);  // by handle: the ends that the supervisor knows
var portCount = 0;         // objects that are neither closed nor transferred

function newEnd(handle) {
  return { handle: handle, peer: null, first: null, last: null, enabled: false, started: false,
           object: null, closed: false };
}
// What is left in an object that was transferred.
var goneEnd = newEnd(0);
goneEnd.closed = true;

function MessagePort() {
  neverConstructed();
}

// Makes sure that so many more objects may be made.
function reservePorts(count, where) {
  if (portCount + count <= host.portsAllowed()) return;
  host.collect();
  if (portCount + count <= host.portsAllowed()) return;
  host.limitMet(6); // SoftLimit::ports
  throw domException('QuotaExceededError', where + 'this worker holds as many MessagePorts as it ' +
                     'may (' + host.portsAllowed() + ').');
}

function portObject(end) {
  var port = create(MessagePort.prototype);
  becomeTarget(port);
  port[PORT] = end;
  port[TRANSFER] = 'MessagePort';
  portCount++;
  return port;
}

// Two entangled ports: for a MessageChannel, and for streams that are transferred.
function newPortPair(where) {
  reservePorts(2, where);
  var one = newEnd(0), other = newEnd(0);
  one.peer = other;
  other.peer = one;
  return { one: portObject(one), other: portObject(other) };
}

defineInterface(MessagePort, EventTarget, 0, {
  postMessage(message, options) {
    var self = receiver(this, PORT);
    required(arguments, 1, "Failed to execute 'postMessage' on 'MessagePort'");
    postFrom(self, message, transferList(options, 'MessagePort'));
  },
  start() {
    startPort(receiver(this, PORT));
  },
  // https://html.spec.whatwg.org/multipage/web-messaging.html#dom-messageport-close
  close() {
    closePort(receiver(this, PORT));
  }
});
lengths(MessagePort.prototype, { postMessage: 1 });
MessagePort.prototype.postMessage = host.quickPost(MessagePort.prototype.postMessage, 2);
host.hooks.messageEvent.ends = endOf;
// Setting onmessage starts the port, whatever it is set to.
handlerAttributes(MessagePort.prototype, ['message'], function (target) {
  if (hasOwnSlot(target, PORT)) startPort(target);
});
handlerAttributes(MessagePort.prototype, ['messageerror', 'close'], function (target) {
  if (hasOwnSlot(target, PORT)) holdPort(target);
});

// https://html.spec.whatwg.org/multipage/web-messaging.html#message-port-post-message-steps
function postFrom(port, message, transfer) {
  var end = port[PORT], target = end.peer, i;
  // 2. If transfer contains sourcePort, then throw a "DataCloneError" DOMException.
  for (i = 0; transfer && i < transfer.length; i++) {
    if (transfer[i] === port) {
      throw domException('DataCloneError', 'A MessagePort cannot be transferred through itself');
    }
  }
  bringsPorts(transfer);  // not too many
  // 5. Let serializeWithTransferResult be StructuredSerializeWithTransfer(message, transfer).
  //    Rethrow any exceptions. It happens whether there is a target or not.
  var sent = pack(message, transfer);
  // A getter may have closed the port meanwhile, or given it away.
  if (end.handle !== 0 && !end.closed && port[PORT] === end) {
    host.postPacked(end.handle, sent.bytes, shareAll(sent.ends));
    return;
  }
  // 3.–4. The port that the message goes to is in it: the message is doomed. 6. Nobody is there.
  for (i = 0; target && sent.ends && i < sent.ends.length; i++) {
    if (sent.ends[i] === target) target = null;
  }
  if (target === null) closeAll(sent.ends);
  else arrive(target, sent);
}

// To the implicit port of this worker (0) or of one of its children.
function postTo(handle, message, transfer) {
  if (!bringsPorts(transfer)) {
    host.post(handle, message, transfer);
    return;
  }
  if (handle === 0 && host.isRoot()) {
    throw domException('DataCloneError', 'A MessagePort cannot leave the tree of its workers, and ' +
                       'this is the root');
  }
  var sent = pack(message, transfer);
  host.postPacked(handle, sent.bytes, shareAll(sent.ends));
}

function startPort(port) {
  var end = port[PORT];
  holdPort(port);
  if (end.enabled || end === goneEnd) return;
  end.enabled = true;
  for (var message = end.first; message !== null; message = message.next) queueDelivery(end);
  if (end.handle !== 0 && !end.started && !end.closed) {
    end.started = true;
    host.startPort(end.handle);
  }
}

// From now on the object may notice what happens: its end keeps it.
function holdPort(port) {
  if (port[PORT] !== goneEnd) port[PORT].object = port;
}

function closePort(port) {
  var end = port[PORT];
  if (end.closed) return;
  // 1. Set this's [[Detached]] internal slot value to true.
  end.closed = true;
  portCount--;
  // 2. If this is entangled, disentangle it. What it was sent before is still delivered.
  disentangle(end);
}

// https://html.spec.whatwg.org/multipage/web-messaging.html#disentangle
function disentangle(end) {
  var other = end.peer;
  if (end.handle !== 0) host.closePort(end.handle);
  if (other === null) return;
  end.peer = other.peer = null;
  queueClose(other);
}

function queueClose(end) {
  host.queueTask(function () {
    fireClose(end);
  });
}
function fireClose(end) {
  var port = end.object;
  if (port !== null && !end.closed) dispatch(port, newEvent(Event, 'close', false), true);
}

// Ends that no object will ever have, and what waits at them.
function closeAll(ends) {
  var left = ends === null ? list() : copyOf(ends), i;
  while (left.length > 0) {
    var end = left[left.length - 1];
    left.length--;
    if (end.closed) continue;
    end.closed = true;
    disentangle(end);
    dropWaiting(end, left);
  }
}
function dropWaiting(end, into) {
  for (var message = end.first; message !== null; message = message.next) {
    for (var i = 0; message.ends !== null && i < message.ends.length; i++) {
      append(into, message.ends[i]);
    }
  }
  end.first = end.last = null;
}

// Nothing refers to the object: as if the script had closed it. This may run at any moment, in the
// middle of anything, and does nothing at once.
host.whenCollected(MessagePort.prototype, function (port) {
  if (!hasOwn(port, PORT)) return;
  var end = port[PORT], other = end.peer, waiting = list();
  if (end.closed) return;
  end.closed = true;
  portCount--;
  if (end.handle !== 0) host.dropPort(end.handle);
  dropWaiting(end, waiting);
  if (waiting.length > 0) {
    host.queueTask(function () {
      closeAll(waiting);
    });
  }
  if (other === null) return;
  end.peer = other.peer = null;
  // Whoever begins to listen after this moment is too late, as it always may be.
  if (other.object !== null) queueClose(other);
});

// A message waits at an end: {bytes, ends, refused, next}.
function arrive(end, message) {
  message.next = null;
  if (end.last === null) end.first = message;
  else end.last.next = message;
  end.last = message;
  if (end.enabled) queueDelivery(end);
}

function queueDelivery(end) {
  host.queueTask(function () {
    var message = end.first;
    // It went on with its port, which is somebody else's now or is not started again.
    if (message === null || !end.enabled || end.object === null) return;
    end.first = message.next;
    if (end.first === null) end.last = null;
    deliverMessage(end.object, message);
  });
}
