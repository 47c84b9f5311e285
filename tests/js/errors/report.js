// "Report an exception": listeners, the five arguments, cancelling, errors inside error handlers.
addEventListener('error', event => {
  console.log('listener', event instanceof ErrorEvent, event.message, event.error && event.error.name,
              event.cancelable, event.bubbles, event.isTrusted);
  event.preventDefault();
});
onerror = function (message, filename, lineno, colno, error) {
  console.log('handler', arguments.length, message, filename, lineno, typeof colno,
              error instanceof RangeError);
};
setTimeout(() => {
  throw new RangeError('from a timer');
});
setTimeout(() => {
  const target = new EventTarget();
  target.addEventListener('x', () => { throw new TypeError('from a listener'); });
  target.addEventListener('x', () => console.log('the next listener runs'));
  console.log(target.dispatchEvent(new Event('x')));
}, 5);
setTimeout(() => queueMicrotask(() => { throw new Error('from a microtask'); }), 10);
setTimeout(() => reportError('a string'), 15);
setTimeout(() => reportError({ code: 5 }), 20);
setTimeout(() => reportError(Object.assign(new Error('named'), { name: 'Custom' })), 25);
setTimeout(() => {
  try {
    reportError();
  } catch (error) {
    console.log(error.name);
  }
}, 30);
