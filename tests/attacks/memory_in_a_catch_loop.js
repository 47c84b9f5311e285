// Attack 8: memory that runs out again and again, each time caught.
// Limits: memory_bytes=16777216 cpu_ms=1000
// Expect: exit cpu-limit|out-of-memory
const all = [];
for (;;) { try { for (;;) all.push({}); } catch (error) { /* again */ } }
