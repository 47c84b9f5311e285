const key = 'dyn', o = { a: 1, b: 2 };
const made = { [key + 1]: 1, key, method() { return 'm'; }, get prop() { return 'p'; } };
const child = { who() { return super.who() + ' child'; } };
Object.setPrototypeOf(child, { who() { return 'base'; } });
console.log(Object.entries(o).join(), Object.values(o).join(), JSON.stringify(Object.fromEntries([['p', 1]])), String(Object.hasOwn(o, 'a')));
console.log(made.dyn1 + made.key + made.method() + made.prop, child.who());
