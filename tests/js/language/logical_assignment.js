let n = null, z = 0, t = 'set';
n ??= 'assigned'; z ||= 5; t &&= 'and';
const o = { get k() { console.log('read'); return 1; } };
o.k ??= 2; o.m ??= 3;
console.log(n, String(z), t, String(o.m));
