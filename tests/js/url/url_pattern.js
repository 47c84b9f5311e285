// URLPattern: patterns, matches, errors; and a script that has spoiled the built-ins before it is made.
Object.defineProperty(Object.prototype, 'get', { value: () => 'spoiled', configurable: true, writable: true });
Object.defineProperty(Object.prototype, 'protocol', { get() { return undefined; }, set() { throw new Error('a setter ran'); }, configurable: true });
Array.prototype.push = Array.prototype.join = RegExp.prototype.exec = String.prototype.slice = () => { throw new Error('a built-in of the user ran'); };
console.log(typeof URLPattern, Object.getOwnPropertyNames(globalThis).includes('URLPattern'));
delete Object.prototype.get;
delete Object.prototype.protocol;

const show = (pattern) => {
  const names = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];
  let text = '';
  for (const name of names) text += (text && ' ') + JSON.stringify(pattern[name]);
  return text + ' ' + pattern.hasRegExpGroups;
};
for (const args of [
  [], [{}], ['https://example.com/books/:id(\\d+)?'], ['http{s}?://*.example.com:*/a/*?q=:q#f'], ['/a/:b', 'https://example.com/x?y#z'],
  ['data\\:*'], ['https://user:pw@h/'], [{ pathname: '/a/../b/%7Eé /{c}?' }], [{ hostname: 'BÜCHER.example', port: '0443', protocol: 'https' }],
  [{ hostname: '[:a]' }], [{ hostname: '{[2001\\:DB8\\:\\:1]}' }], [{ protocol: 'javascript', pathname: 'a b' }], [{ search: '?a=*', hash: '#b' }],
  [{ pathname: 'c', baseURL: 'https://example.com/a/b?x#y' }], [{ pathname: '/x', baseURL: 'https://u:p@e.com:8080/(a)' }],
  ['?a', 'https://example.com/b'], ['#a', 'https://example.com/b?c'], ['https://example.com/:café/:日本']]) {
  console.log(show(new URLPattern(...args)));
}
const books = new URLPattern({ pathname: '/Books/:kind/{:id.}?:__proto__*' }, { ignoreCase: true });
const found = books.exec('https://example.com/books/novel/12.a');
console.log(JSON.stringify(found.pathname), JSON.stringify(Object.keys(found)), found.inputs.length);
console.log(books.test({ pathname: '/books' }), books.test('nothing'), books.test('/books/x/', 'https://e/'), books.test());
console.log(JSON.stringify(new URLPattern({ pathname: '/:a/*' }).exec({ pathname: 'x/y/z', baseURL: 'https://e/' }).inputs));
console.log(new URLPattern({ pathname: '/:a?/b' }).exec({ pathname: '/b' }).pathname.groups.a);
for (const make of [
  () => new URLPattern('/relative'), () => new URLPattern({}, 'https://e/'), () => new URLPattern('a', 'no base'), () => new URLPattern({ pathname: '(' }),
  () => new URLPattern({ pathname: ':a/:a' }), () => new URLPattern({ pathname: '{a' }), () => new URLPattern({ pathname: '(a(b))' }),
  () => new URLPattern({ pathname: '([[a-z]--b])' }), () => new URLPattern({ pathname: '(?<=a)' }), () => new URLPattern({ pathname: '(\\m)' }),
  () => new URLPattern({ port: '99999' }), () => new URLPattern({ hostname: 'a b' }), () => new URLPattern({ protocol: '1' }), () => URLPattern({}),
  () => books.test({}, 'https://e/'), () => URLPattern.prototype.test.call({}), () => new URLPattern({ pathname: '\\' })]) {
  try {
    make();
    console.log('no error');
  } catch (error) {
    console.log(error.name);
  }
}
class Route extends URLPattern {}
console.log(new Route({ pathname: '/a' }).test('https://e/a'), Object.prototype.toString.call(books), URLPattern.length, URLPattern.name);
const { value, enumerable } = Object.getOwnPropertyDescriptor(globalThis, 'URLPattern');
console.log(value === URLPattern, enumerable);
