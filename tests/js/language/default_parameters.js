let calls = 0;
const next = () => ++calls;
function f(a = next(), b = a * 10, { c = b + 1 } = {}) { return [a, b, c].join(); }
console.log(f(), f(5), f(undefined, 2), f(1, 2, { c: 3 }), String(f.length));
