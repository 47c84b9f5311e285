// Attack 36: messages to the outside without end.
// Limits: cpu_ms=300
// Expect: exit cpu-limit|unresponsive
const padding = 'x'.repeat(1000);
for (;;) postMessage(padding);
