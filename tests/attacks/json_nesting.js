// Attack 15: JSON that nests without end, both ways.
// Expect: held
const refused = (what, attempt) => {
  try { attempt(); } catch (error) { return; }
  console.log('escaped: ' + what);
};

refused('parse', () => JSON.parse('['.repeat(1e6)));
refused('parse, closed', () => JSON.parse('['.repeat(1e5) + ']'.repeat(1e5)));
let deep = [];
for (let i = 0; i < 1e5; ++i) deep = [deep];
refused('stringify', () => JSON.stringify(deep));
console.log('held');
close();
