const t = Uint8Array.from([3, 1, 2]);
console.log([...t].join(), t.map((x) => x * 100).join(), t.slice(1).join(), t.toSorted().join(), t.sort().join(), t.fill(9, 0, 1).join(), String(t.includes(9)), String(t.at(-1)));
const f = new Float64Array([1.5, 2.5]); let sum = 0;
for (const v of f) sum += v;
console.log(String(sum), f.filter((x) => x > 2).join(), Object.prototype.toString.call(t));
