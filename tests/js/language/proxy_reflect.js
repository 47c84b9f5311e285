const p = new Proxy({ a: 1 }, { get: (t, k) => (k in t ? t[k] : `no ${String(k)}`), has: (t, k) => k === 'magic' || k in t });
class A { constructor(v) { this.v = v; } } class B { hello() { return 'b'; } }
const made = Reflect.construct(A, [1], B);
console.log(String(p.a), p.zzz, String('magic' in p), String(made instanceof B), String(made.v), Reflect.get({ get me() { return this.tag; } }, 'me', { tag: 'receiver' }));
