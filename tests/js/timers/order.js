// Order, extra arguments, `this`, string handlers, conversions of the delay, microtasks in between.
const log = [];
setTimeout(() => log.push('fifty'), 50);
setTimeout(() => log.push('zero'), 0);
setTimeout(() => log.push('negative'), -5);
setTimeout(() => log.push('not a number'), 'soon');
setTimeout((...extra) => log.push('extra ' + extra.join()), 1, 'a', 'b');
setTimeout(function () { log.push('this ' + (this === self)); }, 1);
setTimeout('self.ranText = true', 1);
setTimeout({ toString: () => 'self.ranObject = true' }, 1);
setTimeout(() => {
  log.push('task');
  Promise.resolve().then(() => log.push('microtask'));
  queueMicrotask(() => log.push('another'));
}, 3);
setTimeout(() => log.push('next task'), 3);
Promise.resolve().then(() => log.push('promise first'));
log.push('script');
const id = setTimeout(() => log.push('never'), 1);
clearInterval(id);
clearTimeout(id);
clearTimeout();
clearTimeout(12345);
console.log(typeof id, id > 0, Number.isInteger(id));
setTimeout(() => {
  console.log(log.join('\n'));
  console.log(ranText, ranObject);
}, 100);
