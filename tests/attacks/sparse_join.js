// Attack 9: join of an array that claims 2^32 - 1 elements.
// Limits: memory_bytes=16777216 cpu_ms=500
// Expect: exit cpu-limit|out-of-memory
const sparse = [];
sparse.length = 4294967295;
for (;;) { try { sparse.join('x'); } catch (error) { /* again */ } }
