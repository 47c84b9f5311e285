// What ES2022 and ES2023 added to arrays, strings and objects.
const list = [3, 1, 2];
console.log(list.toSorted().join(), list.toReversed().join(), list.with(1, 9).join(), list.toSpliced(0, 1, 'a', 'b').join(), list.join());
console.log(list.findLast((x) => x > 1), list.findLastIndex((x) => x > 5), list.at(-1), 'abc'.at(-2), new Uint8Array([1, 2]).at(-1));
console.log(JSON.stringify(Object.groupBy([1, 2, 3], (x) => x % 2 ? 'odd' : 'even')), Map.groupBy([1, 2], (x) => x > 1).get(true)[0]);
console.log(Object.hasOwn({a: 1}, 'a'), Object.fromEntries([['k', 1]]).k, [1, [2, [3]]].flat(Infinity).join(), [1, 2].flatMap((x) => [x, x]).join());
console.log('a-b-c'.replaceAll('-', '+'), 'x'.padStart(3, 'ab'), '  t '.trimStart() + '|', 1_000_000, 0b11, 0o17, 2 ** 10);
console.log(new Uint8Array([3, 1]).toSorted().join(), new Uint8Array(new Set([5, 6])).join(), Array.from(new Float32Array([1.5])).join());
console.log([, 1].includes(undefined), [NaN].includes(NaN), Array.of(7).length, [1, 2, 3].copyWithin(0, 1).join(), [1, 2].entries().next().value.join());
console.log(Number.isSafeInteger(2 ** 53), Math.trunc(-4.7), Math.hypot(3, 4), Math.clz32(1), Math.sign(-3), Math.fround(5.5), Number.EPSILON > 0);
console.log(globalThis === this, [3, 20, 100].toSorted((a, b) => b - a).join(), 'ab'.codePointAt(1));
