// The global `skep`, where nobody answers host functions.
const found = Object.getOwnPropertyDescriptor(self, 'skep');
console.log(found.writable, found.enumerable, found.configurable, String(skep));
console.log(skep.arguments, Object.isFrozen(skep.arguments), skep.arguments === skep.arguments);
console.log(skep.call.length);

const outcome = promise => promise.then(value => 'value ' + value, error => error.name + ': ' + error.message);
(async () => {
  const call = skep.call('charge', 1);
  console.log(call instanceof Promise);
  console.log(await outcome(call));
  console.log(await outcome(skep.call('charge', () => {})));
  console.log(await outcome(skep.call()));
  console.log(await outcome(skep.call(Symbol('no'))));
  console.log(await outcome(skep.call('x'.repeat(257))));
  console.log((await Promise.all([1, 2, 3].map(n => outcome(skep.call('f' + n))))).join('\n'));
})();
