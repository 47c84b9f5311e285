// Attack 6: an array that grows until memory is out.
// Limits: memory_bytes=16777216
// Expect: held
let all = [];
try { for (;;) all.push({}); } catch (error) { all = null; console.log(error.name); }
console.log('held');
close();
