// Attack 11: recursion without end, through everything that calls back.
// Expect: held
const refused = (what, attempt) => {
  try { attempt(); } catch (error) { return; }
  console.log('escaped: ' + what);
};

const plain = () => plain() + 1;
refused('a call', plain);
const getter = { get again() { return this.again; } };
refused('a getter', () => getter.again);
const setter = { set again(value) { this.again = value; } };
refused('a setter', () => { setter.again = 1; });
const sort = () => [2, 1].sort(sort);
refused('sort', sort);
const replace = () => 'x'.replace('x', replace);
refused('replace', replace);
const proxy = new Proxy({}, { get: (target, name, self) => self[name] });
refused('a proxy', () => proxy.x);
const reflect = () => Reflect.apply(reflect, null, []) + 1;
refused('Reflect.apply', reflect);
const construct = function () { return Object(Reflect.construct(construct, [])); };
refused('Reflect.construct', () => new construct());
const text = { toString: () => `${text}` };
refused('toString', () => String(text));
const value = { valueOf: () => +value };
refused('valueOf', () => +value);
const json = { toJSON: () => JSON.stringify(json) };
refused('toJSON', () => JSON.stringify(json));
const iterable = { [Symbol.iterator]: () => [...iterable] };
refused('an iterator', () => [...iterable]);
const reviver = () => JSON.parse('[1]', reviver);
refused('a reviver', reviver);
const each = () => [1].forEach(each);
refused('forEach', each);
class Deep { constructor() { new Deep(); } }
refused('a constructor', () => new Deep());
const compile = () => new Function('f', 'f()')(compile);
refused('Function', compile);
console.log('held');
close();
