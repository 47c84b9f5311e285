// Attack 12: a function bound 100,000 times over.
// Limits: cpu_ms=1000
// Expect: exit closed|cpu-limit
let bound = (...all) => all.length;
try {
  for (let i = 0; i < 1e5; ++i) bound = bound.bind(null, i);
  bound();
} catch (error) { console.log(error.name); }
close();
