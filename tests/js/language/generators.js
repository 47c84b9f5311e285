function* count(to) {
  try { for (let i = 1; i <= to; i++) { const sent = yield i; if (sent) console.log('got', sent); } return 'end'; }
  finally { console.log('cleanup'); }
}
const g = count(3);
console.log(JSON.stringify(g.next()), JSON.stringify(g.next('hi')), JSON.stringify(g.return('early')), JSON.stringify(g.next()));
function* inner() { yield 'in'; return 'value'; }
function* both() { yield* count(2); yield* [10, 20]; const v = yield* inner(); yield v; }
console.log([...both()].join());
const t = count(1); t.next();
try { t.throw(new Error('thrown in')); } catch (e) { console.log(e.message); }
function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } }
for (const n of fib()) { if (n > 50) break; if (n > 20) console.log(String(n)); }
console.log(Object.prototype.toString.call(g), String(g[Symbol.iterator]() === g));
