// Attack 4: a regular expression of 100,000 open groups.
// Expect: held
const refused = (what, attempt) => {
  try { attempt(); } catch (error) { return; }
  console.log('escaped: ' + what);
};

refused('groups', () => new RegExp('('.repeat(1e5)));
refused('closed groups', () => new RegExp('('.repeat(1e5) + ')'.repeat(1e5)).test('x'.repeat(10)) || null.x);
console.log('held');
close();
