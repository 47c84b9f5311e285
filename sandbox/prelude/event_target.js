// EventTarget and dispatch.  https://dom.spec.whatwg.org/#interface-eventtarget
//
// A worker has no trees, so a path is one target: its capturing listeners run, then the others.
// A listener is {type, callback, capture, once, passive, removed, handler}; `handler` is set for
// the one listener that stands for an event handler attribute (event_handlers.js).

var TARGET = host.slot('EventTarget');
var checkpoint = host.checkpoint;

function EventTarget() {
  constructing(this, EventTarget, TARGET);
  becomeTarget(this);
}

function becomeTarget(object) {
  object[TARGET] = { listeners: null, handlers: null };
}

// A dictionary, nothing, or anything else taken as a boolean: "flatten".
function flatten(options) {
  return isObject(options) ? !!options.capture : !!options;
}

function toCallback(value, where) {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw new $TypeError(where + ': parameter 2 is not of type Object.');
  return value;
}

function findListener(listeners, type, callback, capture) {
  for (var i = 0; i < listeners.length; i++) {
    var listener = listeners[i];
    if (listener.callback === callback && listener.type === type &&
        listener.capture === capture && !listener.handler) {
      return i;
    }
  }
  return -1;
}

// Each addEventListener() looks at all of them.
var mostListeners = 4096;

// https://dom.spec.whatwg.org/#add-an-event-listener
function addListener(record, listener) {
  if (record.listeners && record.listeners.length >= mostListeners) {
    throw domException('QuotaExceededError', 'This object has ' + mostListeners +
                       ' event listeners, as many as it may');
  }
  if (!record.listeners) record.listeners = list();
  append(record.listeners, listener);
}

// https://dom.spec.whatwg.org/#remove-an-event-listener
function removeListener(record, listener) {
  listener.removed = true;
  for (var i = 0; i < record.listeners.length; i++) {
    if (record.listeners[i] === listener) return removeAt(record.listeners, i);
  }
}

function newListener(type, callback, capture) {
  return { type: type, callback: callback, capture: capture, once: false, passive: false,
           removed: false, handler: null };
}

defineInterface(EventTarget, null, 0, {
  addEventListener(type, callback, options) {
    var record = slotOf(this, TARGET);
    required(arguments, 2, "Failed to execute 'addEventListener' on 'EventTarget'");
    type = toText(type);
    callback = toCallback(callback, "Failed to execute 'addEventListener' on 'EventTarget'");
    var capture = flatten(options), once = false, passive = false, signal;
    if (isObject(options)) {
      once = !!options.once;
      passive = !!options.passive;
      signal = options.signal;
      if (signal !== undefined) signal = toSignal(signal);
    }
    if (signal && signal.aborted) return;
    if (callback === null) return;
    if (record.listeners && findListener(record.listeners, type, callback, capture) >= 0) return;
    var listener = newListener(type, callback, capture);
    listener.once = once;
    listener.passive = passive;
    addListener(record, listener);
    if (hasOwnSlot(receiver(this, TARGET), PORT)) holdPort(receiver(this, TARGET));
    if (signal) {
      addAbortAlgorithm(signal, function () {
        removeListener(record, listener);
      });
    }
  },
  removeEventListener(type, callback, options) {
    var record = slotOf(this, TARGET);
    required(arguments, 2, "Failed to execute 'removeEventListener' on 'EventTarget'");
    type = toText(type);
    callback = toCallback(callback, "Failed to execute 'removeEventListener' on 'EventTarget'");
    var capture = flatten(options);
    if (!record.listeners) return;
    var at = findListener(record.listeners, type, callback, capture);
    if (at >= 0) removeListener(record, record.listeners[at]);
  },
  dispatchEvent(event) {
    var self = receiver(this, TARGET);
    required(arguments, 1, "Failed to execute 'dispatchEvent' on 'EventTarget'");
    if (!isObject(event) || event[EVENT] === undefined) {
      throw new $TypeError("Failed to execute 'dispatchEvent' on 'EventTarget': parameter 1 is " +
                           "not of type 'Event'.");
    }
    if (event[EVENT].dispatching || !event[EVENT].initialized) {
      throw domException('InvalidStateError', 'The event is already being dispatched.');
    }
    event[EVENT].trusted = false;
    return dispatch(self, event, false);
  }
});
lengths(EventTarget.prototype, { addEventListener: 2, removeEventListener: 2 });

// https://dom.spec.whatwg.org/#concept-event-dispatch; false when the event was canceled.
// `fromTask`: no script is running, so microtasks run after each listener ("clean up after running
// script").
function dispatch(target, event, fromTask) {
  var record = event[EVENT], listeners = target[TARGET].listeners;
  record.target = target;
  if (listeners && listeners.length > 0) {
    record.dispatching = true;
    record.phase = 2;
    invoke(target, event, record, true, fromTask);
    invoke(target, event, record, false, fromTask);
    record.phase = 0;
    record.currentTarget = null;
    record.dispatching = false;
  }
  record.stopped = record.stoppedNow = false;
  return !record.canceled;
}

// https://dom.spec.whatwg.org/#concept-event-listener-invoke
function invoke(target, event, record, capture, fromTask) {
  // 3. If event's stop propagation flag is set, then return.
  if (record.stopped) return;
  // 4.–5. The current target and the list of listeners as it is now.
  record.currentTarget = target;
  var live = target[TARGET].listeners, listeners = list(), i;
  for (i = 0; i < live.length; i++) {
    if (live[i].type === record.type && live[i].capture === capture) append(listeners, live[i]);
  }
  for (i = 0; i < listeners.length; i++) {
    var listener = listeners[i];
    if (listener.removed) continue;
    if (listener.once) removeListener(target[TARGET], listener);
    record.passive = listener.passive;
    try {
      if (listener.handler) runHandler(listener.handler, target, event, record);
      else callListener(listener.callback, target, event);
    } catch (error) {
      reportUncaught(error, fromTask);
    }
    record.passive = false;
    if (fromTask) checkpoint();
    if (record.stoppedNow) return;
  }
}

// https://webidl.spec.whatwg.org/#call-a-user-objects-operation
function callListener(callback, target, event) {
  if (typeof callback === 'function') {
    apply(callback, target, [event]);
    return;
  }
  var method = callback.handleEvent;
  if (typeof method !== 'function') throw new $TypeError('handleEvent is not a function');
  apply(method, callback, [event]);
}

// Does anything listen for `type` at `target`? Says whether an error was seen by anybody.
function listens(target, type) {
  var listeners = target[TARGET].listeners;
  for (var i = 0; listeners && i < listeners.length; i++) {
    if (listeners[i].type === type) return true;
  }
  return false;
}
