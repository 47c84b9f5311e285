// The set methods of ES2025.
const show = (set) => `${set.constructor.name} ${[...set].join()}`;
const thrown = (act) => { try { return act(); } catch (error) { return error.name; } };
const a = new Set([1, 2, 3, 4]);
const b = new Set([3, 4, 5]);
console.log(show(a.union(b)), '|', show(a.intersection(b)), '|', show(a.difference(b)), '|', show(a.symmetricDifference(b)));
console.log(show(b.union(a)), '|', show(b.intersection(a)), '|', show(b.difference(a)), '|', show(b.symmetricDifference(a)));
console.log(a.isSubsetOf(b), new Set([3]).isSubsetOf(b), a.isSupersetOf(new Set([1, 2])), a.isSupersetOf(b),
  a.isDisjointFrom(b), a.isDisjointFrom(new Set([9])), new Set().isSubsetOf(a), a.isDisjointFrom(new Set()));
console.log(show(a.union(new Map([['k', 'v']]))), a.isSupersetOf(new Map([[1, 0]])));
const like = (values, log) => ({
  size: values.length,
  has(value) { log.push(`has ${value}`); return values.includes(value); },
  keys() { log.push('keys'); return values[Symbol.iterator](); },
});
for (const method of ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']) {
  const log = [];
  const small = a[method](like([4, -0], log));
  const large = a[method](like([4, 6, 7, 8, 9], log));
  console.log(method, a[method].length, typeof small === 'object' ? show(small) : small, typeof large === 'object' ? show(large) : large, log.join(' '));
}
console.log(thrown(() => a.union([])), thrown(() => a.union({ size: NaN, has() {}, keys() {} })),
  thrown(() => a.union({ size: -1, has() {}, keys() {} })), thrown(() => a.union({ size: 1, has: 1, keys() {} })),
  thrown(() => Set.prototype.union.call(new Map(), a)), thrown(() => a.union({ size: 1, has() {}, keys() { return 1; } })));
// The other set changes the receiver meanwhile.
const shrinking = new Set([1, 2, 3, 4]);
console.log(show(shrinking.intersection({ size: 9, has(value) { shrinking.delete(value + 1); return true; }, keys() {} })), show(shrinking));
class Mine extends Set {}
console.log(new Mine([1]).union(a).constructor === Set);
