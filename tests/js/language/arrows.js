const add = (a, b = 2, ...c) => a + b + c.length;
const o = { v: 1, f() { return [1].map(() => this.v); } };
function outer() { return (() => arguments.length)(); }
const curry = (a) => (b) => ({ sum: a + b });
console.log(String(add(1)), String(add(1, 1, 1, 1)), add.name, o.f().join(), String(outer(1, 2, 3)), JSON.stringify(curry(1)(2)));
