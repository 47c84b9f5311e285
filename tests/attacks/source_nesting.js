// Attack 14: source that nests without end.
// Expect: held
const refused = (what, attempt) => {
  try { attempt(); } catch (error) { return; }
  console.log('escaped: ' + what);
};

const depth = 1e5;
refused('parentheses', () => new Function('('.repeat(depth)));
refused('brackets', () => new Function('['.repeat(depth) + ']'.repeat(depth)));
refused('blocks', () => new Function('{'.repeat(depth) + '}'.repeat(depth)));
refused('functions', () => new Function('function f(){'.repeat(depth) + '}'.repeat(depth)));
refused('unary', () => new Function('!'.repeat(depth) + '1'));
refused('ternary', () => new Function('1?'.repeat(depth) + '1' + ':1'.repeat(depth)));
console.log('held');
close();
