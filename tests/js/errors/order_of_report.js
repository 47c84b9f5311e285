// An exception of a script is reported before its microtasks run, to every listener.
addEventListener('error', () => console.log('first listener'));
addEventListener('error', event => {
  console.log('second listener');
  event.preventDefault();
});
queueMicrotask(() => console.log('microtask'));
throw new Error('reported');
