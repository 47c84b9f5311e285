// Symbol.match and its like, subclasses, exec() of a script's own.
class Counting extends RegExp {
  exec(text) { this.calls = (this.calls ?? 0) + 1; return super.exec(text); }
  get [Symbol.toStringTag]() { return 'Counting'; }
}
const counting = new Counting('a', 'g');
console.log('banana'.replace(counting, 'o'), counting.calls, counting instanceof RegExp, counting.flags);
console.log('a-b'.split({[Symbol.split]: (text, limit) => [text, limit]}, 5).join(), 'x'.search({[Symbol.search]: () => 7}));
console.log(RegExp.prototype[Symbol.replace].call(/(?<first>\w)(\w)/g, 'abcd', '$2$<first>$$'), 'aXbX'.replaceAll('X', '$&$`'));
console.log(RegExp.prototype.flags, RegExp.prototype.toString.call({source: 's', flags: 'f'}), String(/a\//g), RegExp('/').source);
console.log(/a/g[Symbol.match]('aa').length, Object.getPrototypeOf(/a/y) === RegExp.prototype, /a/.exec('a').groups);
console.log('2021-03'.replace(/(?<y>\d+)-(?<m>\d+)/u, (...args) => JSON.stringify(args[args.length - 1])));
const iterator = 'a1b2'.matchAll(/[a-z](\d)/g);
console.log(iterator[Symbol.toStringTag], iterator.next().value[1], [...iterator].length);
console.log('abc'.split(/(b)/).join('|'), 'A<B>b</B>'.split(/<(\/)?([^<>]+)>/).length, 'test'.split('').length, ''.split(/x/).length);
