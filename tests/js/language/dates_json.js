// Date in UTC, and JSON with what ES2019 and later made exact.
const date = new Date(Date.UTC(2024, 1, 29, 12, 30, 45, 678));
console.log(date.toISOString(), date.toJSON(), JSON.stringify({date}), +date);
console.log(new Date('2024-02-29T12:30:45.678Z') - date, new Date('2024-02-29').getTime(), new Date(NaN).getTime(), isNaN(new Date('no')));
date.setUTCMonth(12);
console.log(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDay(), typeof date[Symbol.toPrimitive]('number'));
console.log(JSON.stringify({u: undefined, f() {}, s: Symbol('x'), n: null, nan: NaN, nested: [undefined, () => 1]}));
console.log(JSON.stringify('\ud800 "'), JSON.stringify('\u2028\ud83d\ude00').length, JSON.stringify({a: [1, {b: 2}]}, null, 2), JSON.stringify({a: 1, b: 2, c: {a: 3}}, ['a', 'c']));
console.log(JSON.stringify({k: 1, toJSON: undefined}, (key, value) => typeof value === 'number' ? value + 1 : value));
console.log(JSON.parse('{"a":[1,2,{"b":"\\u0041"}],"__proto__":1}', (key, value) => Array.isArray(value) ? value.length : value).a);
console.log(Object.keys(JSON.parse('{"__proto__":1}')).join(), JSON.parse('"\u2028"').length, JSON.parse(' [1 , 2] ').join());
try {
  const loop = {};
  loop.loop = loop;
  JSON.stringify(loop);
} catch (error) {
  console.log(error.name);
}
for (const wrong of ['{a:1}', '[1,]', '01', "'x'", '']) {
  try {
    JSON.parse(wrong);
    console.log('parsed', wrong);
  } catch (error) {
    console.log(error.name);
  }
}
