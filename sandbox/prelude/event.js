// Event.  https://dom.spec.whatwg.org/#interface-event
//
// The whole state of an event is one record under a hidden slot. Events of ours are made without
// running the constructor: newEvent() is on the path of every message.

var EVENT = host.slot('Event');
var now = host.now;

function eventRecord(type, bubbles, cancelable, composed, trusted) {
  return {
    type: type, bubbles: bubbles, cancelable: cancelable, composed: composed, trusted: trusted,
    initialized: true, dispatching: false, stopped: false, stoppedNow: false, canceled: false,
    passive: false, target: null, currentTarget: null, phase: 0, time: now()
  };
}

// A trusted event of interface `constructor`; its other slots are the caller's to add.
function newEvent(constructor, type, cancelable) {
  var event = create(constructor.prototype);
  event[EVENT] = eventRecord(type, false, cancelable, false, true);
  trustedAttribute(event);
  return event;
}

// The "inner event creation steps" of a constructor call: members in the standard's order, by
// dictionary inheritance and then by name.
function constructEvent(self, type, init) {
  var text = toText(type), bubbles = false, cancelable = false, composed = false;
  init = toDictionary(init, 'Event');
  if (init) {
    bubbles = !!init.bubbles;
    cancelable = !!init.cancelable;
    composed = !!init.composed;
  }
  self[EVENT] = eventRecord(text, bubbles, cancelable, composed, false);
  trustedAttribute(self);
  return init;
}

// [LegacyUnforgeable]: every event has isTrusted as an own accessor that cannot be redefined.
var trustedDescriptor = ownDescriptor({
  get isTrusted() {
    return slotOf(this, EVENT).trusted;
  }
}, 'isTrusted');
defineProperty(trustedDescriptor.get, 'name', { value: 'get isTrusted' });
trustedDescriptor = setPrototypeOf({
  get: trustedDescriptor.get, set: undefined, enumerable: true, configurable: false
}, null);
function trustedAttribute(event) {
  defineProperty(event, 'isTrusted', trustedDescriptor);
}

// https://dom.spec.whatwg.org/#set-the-canceled-flag
function setCanceled(record) {
  if (record.cancelable && !record.passive) record.canceled = true;
}

function Event(type, init) {
  constructing(this, Event, EVENT);
  required(arguments, 1, "Failed to construct 'Event'");
  constructEvent(this, type, init);
}

defineInterface(Event, null, 1, {
  // Workers have no trees: while an event is dispatched its path is its target alone.
  composedPath() {
    var record = slotOf(this, EVENT);
    return record.currentTarget ? [record.currentTarget] : [];
  },
  stopPropagation() {
    slotOf(this, EVENT).stopped = true;
  },
  get cancelBubble() {
    return slotOf(this, EVENT).stopped;
  },
  set cancelBubble(value) {
    var record = slotOf(this, EVENT);
    if (value) record.stopped = true;
  },
  stopImmediatePropagation() {
    var record = slotOf(this, EVENT);
    record.stopped = record.stoppedNow = true;
  },
  get returnValue() {
    return !slotOf(this, EVENT).canceled;
  },
  set returnValue(value) {
    var record = slotOf(this, EVENT);
    if (!value) setCanceled(record);
  },
  preventDefault() {
    setCanceled(slotOf(this, EVENT));
  },
  // https://dom.spec.whatwg.org/#dom-event-initevent
  initEvent(type, bubbles, cancelable) {
    var record = slotOf(this, EVENT);
    required(arguments, 1, "Failed to execute 'initEvent' on 'Event'");
    initializeEvent(record, toText(type), !!bubbles, !!cancelable);
  }
});
recordAttributes(Event, EVENT, [
  'type', 'target', ['srcElement', 'target'], 'currentTarget', ['eventPhase', 'phase'], 'bubbles',
  'cancelable', ['defaultPrevented', 'canceled'], 'composed', ['timeStamp', 'time']
]);
lengths(Event.prototype, { initEvent: 1 });
constants(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });

// https://dom.spec.whatwg.org/#concept-event-initialize; false while the event is dispatched.
function initializeEvent(record, type, bubbles, cancelable) {
  if (record.dispatching) return false;
  record.initialized = true;
  record.stopped = record.stoppedNow = record.canceled = false;
  record.trusted = false;
  record.target = null;
  record.type = type;
  record.bubbles = bubbles;
  record.cancelable = cancelable;
  return true;
}
