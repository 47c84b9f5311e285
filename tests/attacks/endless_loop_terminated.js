// Attack 1: an endless loop, and nothing but an order to end it.
// Terminate after: spinning
// Expect: exit terminated
console.log('spinning');
for (;;);
