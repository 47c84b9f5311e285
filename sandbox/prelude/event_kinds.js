// CustomEvent, MessageEvent, ErrorEvent and PromiseRejectionEvent: an Event and a few attributes.
// https://dom.spec.whatwg.org/#interface-customevent
// https://html.spec.whatwg.org/multipage/comms.html#messageevent
// https://html.spec.whatwg.org/multipage/webappapis.html#errorevent
// https://html.spec.whatwg.org/multipage/webappapis.html#promiserejectionevent

var CUSTOM = host.slot('CustomEvent');

function CustomEvent(type, init) {
  constructing(this, CustomEvent, EVENT);
  required(arguments, 1, "Failed to construct 'CustomEvent'");
  init = constructEvent(this, type, init);
  var detail = init ? init.detail : undefined;
  this[CUSTOM] = { detail: detail === undefined ? null : detail };
}
defineInterface(CustomEvent, Event, 1, {
  initCustomEvent(type, bubbles, cancelable, detail) {
    var custom = slotOf(this, CUSTOM);
    required(arguments, 1, "Failed to execute 'initCustomEvent' on 'CustomEvent'");
    if (initializeEvent(this[EVENT], toText(type), !!bubbles, !!cancelable)) {
      custom.detail = detail === undefined ? null : detail;
    }
  }
});
recordAttributes(CustomEvent, CUSTOM, ['detail']);
lengths(CustomEvent.prototype, { initCustomEvent: 1 });

var MESSAGE = host.slot('MessageEvent');

// MessageEventSource: of a window, a MessagePort and a ServiceWorker only the port can be here.
function toMessageSource(value) {
  if (value === undefined || value === null) return null;
  if (!isObject(value) || !hasOwnSlot(value, PORT)) {
    throw new $TypeError("Failed to construct 'MessageEvent': member source is not a MessagePort.");
  }
  return value;
}

function toPorts(value) {
  var ports = toSequence(value, "Failed to construct 'MessageEvent': member ports");
  for (var i = 0; i < ports.length; i++) {
    if (!isObject(ports[i]) || !hasOwnSlot(ports[i], PORT)) {
      throw new $TypeError("Failed to construct 'MessageEvent': member ports holds something " +
                           'that is not a MessagePort.');
    }
  }
  return freeze(give(ports));
}

function MessageEvent(type, init) {
  constructing(this, MessageEvent, EVENT);
  required(arguments, 1, "Failed to construct 'MessageEvent'");
  init = constructEvent(this, type, init);
  var message = { data: null, origin: '', lastEventId: '', source: null, ports: null };
  if (init) {
    var data = init.data, lastEventId = init.lastEventId, origin = init.origin,
        ports = init.ports, source = init.source;
    if (data !== undefined) message.data = data;
    if (lastEventId !== undefined) message.lastEventId = toText(lastEventId);
    if (origin !== undefined) message.origin = toScalarText(origin);
    if (ports !== undefined) message.ports = toPorts(ports);
    message.source = toMessageSource(source);
  }
  this[MESSAGE] = message;
}
defineInterface(MessageEvent, Event, 1, {
  // The frozen array is the same object each time; most messages never make one.
  get ports() {
    var message = slotOf(this, MESSAGE);
    return message.ports || (message.ports = freeze([]));
  },
  // https://html.spec.whatwg.org/multipage/comms.html#dom-messageevent-initmessageevent
  initMessageEvent(type, bubbles, cancelable, data, origin, lastEventId, source, ports) {
    var message = slotOf(this, MESSAGE);
    required(arguments, 1, "Failed to execute 'initMessageEvent' on 'MessageEvent'");
    type = toText(type);
    origin = origin === undefined ? '' : toScalarText(origin);
    lastEventId = lastEventId === undefined ? '' : toText(lastEventId);
    source = toMessageSource(source);
    ports = ports === undefined ? null : toPorts(ports);
    if (!initializeEvent(this[EVENT], type, !!bubbles, !!cancelable)) return;
    message.data = data === undefined ? null : data;
    message.origin = origin;
    message.lastEventId = lastEventId;
    message.source = source;
    message.ports = ports;
  }
});
recordAttributes(MessageEvent, MESSAGE, ['data', 'origin', 'lastEventId', 'source']);
lengths(MessageEvent.prototype, { initMessageEvent: 1 });

// What sandbox/message_events.cpp makes such events of: records inherit from `defaults`.
host.hooks.messageEvent = {
  prototype: MessageEvent.prototype, trusted: trustedDescriptor.get, workers: null,
  defaults: bare({
    type: 'message', bubbles: false, cancelable: false, composed: false, trusted: true,
    initialized: true, stopped: false, stoppedNow: false, canceled: false, passive: false,
    origin: '', lastEventId: '', source: null, ports: null
  })
};

function newMessageEvent(type, value) {
  var event = newEvent(MessageEvent, type, false);
  event[MESSAGE] = { data: value, origin: '', lastEventId: '', source: null, ports: null };
  return event;
}

var ERROR = host.slot('ErrorEvent');

function ErrorEvent(type, init) {
  constructing(this, ErrorEvent, EVENT);
  required(arguments, 1, "Failed to construct 'ErrorEvent'");
  init = constructEvent(this, type, init);
  var record = { message: '', filename: '', lineno: 0, colno: 0, error: undefined };
  if (init) {
    var colno = init.colno, error = init.error, filename = init.filename, lineno = init.lineno,
        message = init.message;
    if (colno !== undefined) record.colno = toUnsignedLong(colno);
    record.error = error;
    if (filename !== undefined) record.filename = toScalarText(filename);
    if (lineno !== undefined) record.lineno = toUnsignedLong(lineno);
    if (message !== undefined) record.message = toText(message);
  }
  this[ERROR] = record;
}
defineInterface(ErrorEvent, Event, 1, {});
recordAttributes(ErrorEvent, ERROR, ['message', 'filename', 'lineno', 'colno', 'error']);

// A cancelable "error" event about `info` {message, filename, lineno, colno}.
function newErrorEvent(info, error) {
  var event = newEvent(ErrorEvent, 'error', true);
  event[ERROR] = {
    message: info.message, filename: info.filename, lineno: info.lineno, colno: info.colno,
    error: error
  };
  return event;
}

var REJECTION = host.slot('PromiseRejectionEvent');

function PromiseRejectionEvent(type, init) {
  constructing(this, PromiseRejectionEvent, EVENT);
  required(arguments, 2, "Failed to construct 'PromiseRejectionEvent'");
  init = constructEvent(this, type, init);
  var promise = init ? init.promise : undefined;
  if (!isObject(promise)) {
    throw new $TypeError("Failed to construct 'PromiseRejectionEvent': required member promise " +
                         'is not an object.');
  }
  this[REJECTION] = { promise: promise, reason: init.reason };
}
defineInterface(PromiseRejectionEvent, Event, 2, {});
recordAttributes(PromiseRejectionEvent, REJECTION, ['promise', 'reason']);

function newRejectionEvent(type, promise, reason, cancelable) {
  var event = newEvent(PromiseRejectionEvent, type, cancelable);
  event[REJECTION] = { promise: promise, reason: reason };
  return event;
}
