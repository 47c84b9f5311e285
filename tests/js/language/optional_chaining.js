const o = { a: { b: () => 'called', list: [1, 2] }, zero: 0, none: null };
console.log(String(o?.a?.b?.()), String(o.x?.y.z.w), String(o.none?.[0]), String(o.missing?.()));
console.log(String(o.zero ?? 'default'), String(o.none ?? 'default'));
const name = { first: { m() { return this === name.first; } } };
console.log(String(name.first?.m()));
