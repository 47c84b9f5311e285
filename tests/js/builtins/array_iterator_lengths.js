// An array's iterator over what is no array: its length is what ToLength makes of it, each time.
const walk = object => [...{ [Symbol.iterator]: Array.prototype.values, 0: 'a', 1: 'b', 2: 'c', ...object }];
for (const length of [undefined, null, NaN, -1, 0, 1.9, '2', [3], { valueOf: () => 1 }]) {
  console.log(walk({ length }).join());
}
console.log([...{ [Symbol.iterator]: Array.prototype[Symbol.iterator] }].length);
console.log(new Blob({ [Symbol.iterator]: Array.prototype[Symbol.iterator] }).size);
