// Attack clock: a clock fine enough to measure caches with.
// Expect: held
const steps = new Set();
for (let i = 0, before = performance.now(); i < 20000; ++i) {
  const now = performance.now();
  if (now !== before) steps.add(Math.round((now - before) * 1e6));
  before = now;
}
const finest = Math.min(...steps);
// In nanoseconds: nothing finer than 0.1 ms is told.
console.log(finest >= 99000 ? 'held' : `escaped: ${finest} ns`);
if (typeof SharedArrayBuffer !== 'undefined') console.log('escaped: a clock of one\u2019s own');
close();
