// Attack 10: sort of an array that claims 2^32 - 1 elements.
// Limits: memory_bytes=16777216 cpu_ms=500
// Expect: exit cpu-limit|closed|out-of-memory
const sparse = new Array(4294967295);
sparse[5] = 1;
try { sparse.sort(); } catch (error) { console.log(error.name); }
close();
