// How platform objects are transferred: MessagePorts, and what is made of them (streams).
// https://html.spec.whatwg.org/multipage/structured-data.html#transferable-objects
//
// A message is the bytes of a clone and the ends of ports that it brings, in order. While a message is
// packed or unpacked the ends go through the two lists below; no user code runs in between.

var packedEnds = null;  // what the message in the making brings
var unpackedEnds = null, unpackedNext = 0, unpackedPorts = null;

// Streams, as lazy/stream_transfer.js has them, by the value of their slot TRANSFER:
//   is(object)       throws if it is another kind of object
//   detached(object) → the [[Detached]] slot
//   send(object) → a list of MessagePorts that stand for it from now on; detaches it
//   receive(ports) → an object made of those
var streamKinds = ['ReadableStream', 'WritableStream', 'TransformStream'];
function streamSteps(kind) {
  return partOf('stream-transfer')[kind];
}

// A stream gets its slot when somebody first wants to transfer it.
function markStream(object) {
  for (var i = 0; i < streamKinds.length; i++) {
    try {
      streamSteps(streamKinds[i]).is(object);
      object[TRANSFER] = streamKinds[i];
      return;
    } catch (ignored) {
    }
  }
}

var maxPortsPerMessage = 1024;

// Whether a transfer list has anything that becomes a port. A stream becomes one or two.
function bringsPorts(transfer) {
  var count = 0;
  for (var i = 0; transfer && i < transfer.length; i++) {
    if (builtParts.streams !== undefined && !hasOwnSlot(transfer[i], TRANSFER) &&
        host.classOf(transfer[i]) === 'Object') {
      markStream(transfer[i]);
    }
    if (hasOwnSlot(transfer[i], TRANSFER)) count += transfer[i][TRANSFER] === 'MessagePort' ? 1 : 2;
  }
  if (count > maxPortsPerMessage) {
    throw domException('DataCloneError', 'One message transfers at most ' + maxPortsPerMessage +
                       ' MessagePorts');
  }
  return count > 0;
}

function hasOwnSlot(object, slot) {
  return object[slot] !== undefined && hasOwn(object, slot);
}

function pack(message, transfer) {
  var bytes, ends;
  packedEnds = null;
  try {
    bytes = host.pack(message, transfer);
  } catch (error) {
    closeAll(packedEnds);
    packedEnds = null;
    throw error;
  }
  ends = packedEnds;
  packedEnds = null;
  return { bytes: bytes, ends: ends, refused: false, next: null };
}

host.hooks.isDetached = function (kind, object) {
  return kind === 'MessagePort' ? object[PORT].closed : isSentStream(kind, object);
};

// A locked stream cannot be transferred either, with the same error.
var SENT = host.slot('sentStream');
function isSentStream(kind, object) {
  return hasOwnSlot(object, SENT) || streamSteps(kind).detached(object);
}

host.hooks.transferPlatform = function (kind, object) {
  if (packedEnds === null) packedEnds = list();
  if (kind === 'MessagePort') {
    append(packedEnds, takeEnd(object));
    return 1;
  }
  // One before it in the list may have taken it along: the sides of a TransformStream.
  if (isSentStream(kind, object)) {
    throw domException('DataCloneError', 'A stream in the transfer list is locked');
  }
  var ends = packedEnds, ports = streamSteps(kind).send(object);
  packedEnds = ends;
  object[SENT] = true;
  for (var i = 0; i < ports.length; i++) append(packedEnds, takeEnd(ports[i]));
  return ports.length;
};

// https://html.spec.whatwg.org/multipage/web-messaging.html#message-ports:transfer-steps
function takeEnd(port) {
  var end = port[PORT];
  port[PORT] = goneEnd;
  end.object = null;
  end.enabled = false;
  portCount--;
  return end;
}

host.hooks.receivePlatform = function (kind, count) {
  var ports = list();
  if (count > (unpackedEnds === null ? 0 : unpackedEnds.length) - unpackedNext) {
    throw domException('DataCloneError', 'The message cannot be deserialized');
  }
  reservePorts(count, '');
  for (var i = 0; i < count; i++) append(ports, portObject(unpackedEnds[unpackedNext++]));
  if (kind === 'MessagePort' && count === 1) {
    append(unpackedPorts, ports[0]);
    return ports[0];
  }
  var known = kind === 'TransformStream' ? 2 : contains(kind, 'Stream') ? 1 : 0;
  var steps = known === count && count > 0 ? streamSteps(kind) : undefined;
  if (steps === undefined) {
    throw domException('DataCloneError', 'The message cannot be deserialized');
  }
  return steps.receive(ports);
};

// What is ours listens at a port: take(type, value) for each message {type, value}, fail(error) for one
// that cannot be read.
function listenAt(port, take, fail) {
  setHandler(port[TARGET], 'message', function (event) {
    var data = event[MESSAGE].data;
    if (isObject(data)) take(data.type, data.value);
  });
  setHandler(port[TARGET], 'messageerror', function () {
    fail(domException('DataCloneError', 'A chunk cannot be deserialized'));
  });
  startPort(port);
}

// StructuredDeserializeWithTransfer → {value, ports}. Throws, and then closes what it brought.
function unpack(message) {
  var ends = message.ends, ports = list();
  unpackedEnds = ends;
  unpackedNext = 0;
  unpackedPorts = ports;
  try {
    return { value: host.deserialize(message.bytes), ports: ports };
  } catch (error) {
    for (var i = 0; i < ports.length; i++) closePort(ports[i]);
    closeAll(ends);
    throw error;
  } finally {
    unpackedEnds = unpackedPorts = null;
  }
}

// Step 7 of the message port post message steps: the task.
function deliverMessage(target, message) {
  var event, got = null;
  // 7.4. Let deserializeRecord be StructuredDeserializeWithTransfer(serializeWithTransferResult,
  //      targetRealm). If this throws an exception, catch it, fire an event named messageerror …
  if (!message.refused) {
    try {
      got = unpack(message);
    } catch (ignored) {
    }
  }
  if (got === null) {
    event = newMessageEvent('messageerror', null);
  } else {
    event = newMessageEvent('message', got.value);
    // 7.6. Let newPorts be a new frozen array of the MessagePorts in it, in their order.
    if (got.ports.length > 0) event[MESSAGE].ports = freeze(give(got.ports));
  }
  dispatch(target, event, true);
}

// structuredClone() of something that transfers ports: they never leave the realm.
function cloneWithPorts(value, transfer) {
  return unpack(pack(value, transfer)).value;
}

// Makes ends known to the supervisor and gives their handles; they are its own afterwards. What waits
// at each goes along, and so do the ends in that: those first, since a message goes with its ports.
function shareAll(ends) {
  var handles = list(), found = list(), i;
  if (ends === null) return handles;
  for (i = 0; i < ends.length; i++) append(found, ends[i]);
  for (i = 0; i < found.length; i++) {
    for (var message = found[i].first; message !== null; message = message.next) {
      for (var j = 0; message.ends !== null && j < message.ends.length; j++) {
        append(found, message.ends[j]);
      }
    }
  }
  for (i = found.length - 1; i >= 0; i--) share(found[i]);
  return handlesOf(ends);
}

function handlesOf(ends) {
  var handles = list();
  for (var i = 0; ends !== null && i < ends.length; i++) append(handles, ends[i].handle);
  return handles;
}

function share(end) {
  if (end.handle === 0) openEnd(end);
  // Started in this realm: nothing more may arrive while it goes.
  if (end.started) host.withdrawPort(end.handle);
  for (var message = end.first; message !== null; message = message.next) {
    host.returnMessage(end.handle, message.bytes, handlesOf(message.ends), message.refused);
  }
  end.first = end.last = null;
  if (end.started) host.returnArrived(end.handle);
  delete endOf[end.handle];
}

// The first end of a channel of this realm that leaves: the other one stays, and is known from now on.
function openEnd(end) {
  var other = end.peer;
  end.handle = freeHandle();
  endOf[end.handle] = end;
  end.peer = null;
  if (other === null) {
    host.openPorts(end.handle, 0);
    return;
  }
  other.peer = null;
  other.handle = freeHandle();
  endOf[other.handle] = other;
  host.openPorts(end.handle, other.handle);
  if (other.enabled) {
    other.started = true;
    host.startPort(other.handle);
  }
}

function freeHandle() {
  do {
    lastMade = lastMade + 1 < firstGiven ? lastMade + 1 : firstMade;
  } while (endOf[lastMade] !== undefined);
  return lastMade;
}

// A message that brings ports, or that goes to one. Handles are those of this worker from now on.
host.hooks.portMessage = function (handle, bytes, handles, refused) {
  var message = { bytes: bytes, ends: null, refused: refused, next: null }, i;
  if (handles.length > 0) {
    message.ends = list();
    for (i = 0; i < handles.length; i++) {
      append(message.ends, endOf[handles[i]] = newEnd(handles[i]));
    }
  }
  if (handle < firstMade) {
    var target = handle === 0 ? global : workers[handle];
    if (target) deliverMessage(target, message);
    else closeAll(message.ends);
    return;
  }
  var end = endOf[handle];
  if (end === undefined) closeAll(message.ends);
  else if (end.enabled && end.first === null && end.object !== null) {
    deliverMessage(end.object, message);
  } else arrive(end, message);
};

host.hooks.portClosed = function (handle) {
  var end = endOf[handle];
  if (end === undefined) return;
  if (end.closed) {
    delete endOf[handle];
    return;
  }
  // No message follows. From here on it is an end of this realm that has no peer.
  delete endOf[handle];
  end.handle = 0;
  end.started = false;
  host.closePort(handle);
  // Of what waits here each message has its task already.
  if (end.first === null) fireClose(end);
  else queueClose(end);
};
