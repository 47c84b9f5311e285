// In a worker, where characters outside the basic plane are what they are to a script. Flag u: code points, property escapes, case.
console.log('x😀y'.replace(/./gu, (c) => `<${c}>`), /^.$/u.test('😀'), /^.$/.test('😀'), [...'a😀'.matchAll(/\p{Any}/gu)].length);
console.log('abcÄÖ'.match(/\p{Lu}+/u)[0], /^\p{Script=Greek}+$/u.test('αβγ'), /\P{L}/u.exec('ab1')[0], /\p{Emoji_Presentation}/u.test('😀'));
const kind = 'Cyrillic';
console.log(new RegExp(`\\p{Script=${kind}}`, 'u').test('ж'), new RegExp('[^\\p{L}\\d]', 'gu')[Symbol.replace]('a-1 b', '_'));
console.log(/ſ/iu.test('S'), /ſ/i.test('S'), /\u{61}/u.test('a'), /[\u{1F600}-\u{1F64F}]/u.test('😐'), 'ǅ'.match(/ǆ/iu) !== null);
const sticky = /\w/uy;
sticky.lastIndex = 1;
console.log(sticky.exec('äb')[0], sticky.lastIndex, sticky.exec('äb'), sticky.flags, sticky.unicode, sticky.source);
for (const [pattern, flags] of [['\\p{Nothing}', 'u'], ['\\-', 'u'], ['{', 'u'], ['(?<a>)(?<a>)', ''], ['a', 'gg']]) {
  try {
    new RegExp(pattern, flags);
    console.log('made', pattern);
  } catch (error) {
    console.log(error.name, pattern);
  }
}
