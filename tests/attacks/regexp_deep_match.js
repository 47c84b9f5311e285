// Attack 3: a match that nests as deep as its text is long.
// Limits: cpu_ms=2000
// Expect: exit closed|out-of-memory|cpu-limit
try {
  /(?:(a)|b)*c/.test('a'.repeat(1e6));
} catch (error) { console.log(error instanceof Error); }
close();
