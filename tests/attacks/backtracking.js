// Attack 2: a regular expression that backtracks for ever.
// Limits: cpu_ms=500
// Expect: exit cpu-limit
/(a+)+b/.test('a'.repeat(40));
