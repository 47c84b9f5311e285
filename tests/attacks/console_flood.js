// Attack console: lines on the console without end.
// Limits: cpu_ms=300 console_bytes_per_s=100000
// Told: console-lost
// Expect: exit cpu-limit
for (;;) console.log('x'.repeat(100));
