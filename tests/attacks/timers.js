// Attack 40: a million timers, and one that repeats at once.
// Limits: memory_bytes=33554432
// Expect: exit closed|out-of-memory
let made = 0;
try { for (; made < 1e6; ++made) setTimeout(() => {}, 1e6); } catch (error) { console.log(error.name); }
console.log(made < 1e6 ? 'refused' : 'escaped: a million timers');
let ticks = 0;
const begin = Date.now();
const interval = setInterval(() => {
  if (++ticks < 20) return;
  clearInterval(interval);
  // Nested timers are at least four milliseconds apart after the fifth.
  console.log(Date.now() - begin >= 40 ? 'held' : 'escaped: no clamp');
  close();
}, 0);
