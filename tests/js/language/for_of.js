const out = [];
for (const x of [1, 2, 3]) { if (x === 2) continue; out.push(x); }
for (const ch of 'a\u{1F600}b') out.push(ch.length);
for (const [k, v] of new Map([['k', 'v']])) out.push(k + v);
for (const v of new Uint8Array([7, 8])) out.push(v);
const fns = [];
for (let i = 0; i < 3; i++) fns.push(() => i);
let closed = 0;
const it = { [Symbol.iterator]() { return { next() { return { value: 1, done: false }; }, return() { closed++; return {}; } }; } };
for (const v of it) break;
try { for (const v of it) throw new Error('out'); } catch (e) { console.log(e.message); }
function args() { const r = []; for (const x of arguments) r.push(x); return r.join('-'); }
console.log(out.join(), fns.map((f) => f()).join(), String(closed), args(1, 2, 3));
