// Attack 5: a string that doubles until memory is out.
// Limits: memory_bytes=16777216
// Expect: held
let text = 'x';
try { for (;;) text += text; } catch (error) { console.log(error.name); }
text = '';
console.log('held');
close();
