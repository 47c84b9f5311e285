// Attack 37: messages to a sibling that never reads.
// Limits: cpu_ms=500 queue_bytes=65536 wall_ms=1500
// Expect: exit cpu-limit|wall-limit
const deaf = new Worker(URL.createObjectURL(new Blob(['for (;;);'])));
const padding = 'x'.repeat(1000);
for (;;) deaf.postMessage(padding);
