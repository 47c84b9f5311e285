// Attack 40: a million timers, and one that repeats at once.
// Limits: timers=10000
// Expect: held
let made = 0;
let last;
try {
  for (; made < 1e6; ++made) last = setTimeout(() => {}, 1e6);
} catch (error) {
  if (error.name !== 'QuotaExceededError') console.log('escaped:', String(error));
}
if (made !== 10000) console.log('escaped:', made, 'timers');
clearTimeout(last);  // there is room for one again
let ticks = 0;
const begin = Date.now();
const interval = setInterval(() => {
  if (++ticks < 20) return;
  clearInterval(interval);
  // Nested timers are at least four milliseconds apart after the fifth.
  console.log(Date.now() - begin >= 40 ? 'held' : 'escaped: no clamp');
  close();
}, 0);
