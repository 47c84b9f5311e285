// The attributes and flags of Event and CustomEvent.
const event = new Event('name', { bubbles: true, cancelable: true, composed: true });
console.log(event.type, event.bubbles, event.cancelable, event.composed, event.defaultPrevented);
console.log(event.returnValue, event.cancelBubble, event.timeStamp >= 0);
event.returnValue = true;
console.log(event.defaultPrevented);
event.returnValue = false;
console.log(event.defaultPrevented, event.returnValue);
event.cancelBubble = true;
event.cancelBubble = false;
console.log(event.cancelBubble);
console.log(Event.NONE, Event.CAPTURING_PHASE, event.AT_TARGET, Event.prototype.BUBBLING_PHASE);
console.log(Object.prototype.toString.call(event), String(event));
const trusted = Object.getOwnPropertyDescriptor(event, 'isTrusted');
console.log(typeof trusted.get, trusted.set, trusted.enumerable, trusted.configurable);
try {
  (function () { 'use strict'; event.isTrusted = true; }());
} catch (error) {
  console.log(error.name);
}
const plain = new Event('x');
plain.initEvent('y', true, true);
console.log(plain.type, plain.bubbles, plain.cancelable);
const custom = new CustomEvent('c', { detail: { a: 1 } });
console.log(custom.detail.a, custom instanceof Event, new CustomEvent('c').detail);
console.log(Object.prototype.toString.call(custom));
for (const make of [() => Event('x'), () => new Event(), () => new Event('x', 1),
                    () => new Event(Symbol('x'))]) {
  try {
    make();
    console.log('never');
  } catch (error) {
    console.log(error.name);
  }
}
console.log(new Event(undefined).type, new Event(null).type, new Event(7).type);
const order = [];
new Event({ toString() { order.push('type'); return 't'; } }, {
  get composed() { order.push('composed'); return 1; },
  get cancelable() { order.push('cancelable'); return 1; },
  get bubbles() { order.push('bubbles'); return 1; },
});
console.log(order.join());
const target = Object.getOwnPropertyDescriptor(Event.prototype, 'target');
console.log(target.get.name, target.enumerable, target.configurable);
for (const wrong of [{}, Event.prototype, Object.create(event)]) {
  try {
    target.get.call(wrong);
    console.log('never');
  } catch (error) {
    console.log(error.name);
  }
}
