// Attack 1: an endless loop.
// Limits: cpu_ms=200
// Expect: exit cpu-limit
for (;;);
