function tag(strings, ...values) { return strings.raw.join('|') + '#' + strings.length + '#' + values.join(); }
console.log(tag`a${1}\n${2}c`, String.raw`C:\new`);
const id = (s) => s, f = () => id`same`;
console.log(String(f() === f()), String(id`x` === id`x`), String(Object.isFrozen(f())));
