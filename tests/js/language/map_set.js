const m = new Map([['a', 1], [NaN, 2], [0, 3]]), key = Object.freeze({});
m.set(key, 'frozen').set(-0, 'zero').set('1', 's').set(1, 'n').set(null, 'null').set(true, 't');
console.log(String(m.size), String(m.get(NaN)), m.get(0), m.get(key), m.get('1'), m.get(1), m.get(null), m.get(true));
const order = [], live = new Set([1, 2, 3]);
for (const v of live) { order.push(v); if (v === 1) { live.delete(2); live.add(4); } if (v === 4) live.clear(); }
class Counter extends Map { inc(k) { return this.set(k, (this.get(k) ?? 0) + 1); } }
console.log(order.join(), String(live.size), [...new Set('hello')].join(''), String(new Counter().inc('x').inc('x').get('x')));
