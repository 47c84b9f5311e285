console.log([1, [2, [3, [4]]]].flat(Infinity).join(), [1, 2].flatMap((x) => [x, x * 10]).join(), String([NaN].includes(NaN)), String([5, 6].at(-1)));
console.log(String([1, 2, 3].find((x) => x > 1)), String([1, 2, 3].findLast((x) => x < 3)), Array.from({ length: 3 }, (_, i) => i * i).join(), Array.of(7, 8).join());
const a = [3, 1, 2];
console.log(a.toSorted().join(), a.toReversed().join(), a.with(0, 9).join(), a.toSpliced(1, 1, 'n').join(), a.join());
console.log([{ n: 'b', a: 1 }, { n: 'a', a: 1 }, { n: 'c', a: 0 }].sort((x, y) => x.a - y.a).map((p) => p.n).join());
class Stack extends Array { top() { return this[this.length - 1]; } }
const s = new Stack(); s.push(1, 2);
console.log(String(s.top()), String(s.length), String(Array.isArray(s)));
