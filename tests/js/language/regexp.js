const m = /(?<year>\d{4})-(?<month>\d\d)/.exec('on 2024-05');
console.log(m.groups.year, m.groups.month, '2024-05'.replace(/(?<y>\d+)-(?<m>\d+)/, '$<m>/$<y>'), String(/a.b/s.test('a\nb')));
const sticky = /foo/y; sticky.lastIndex = 3;
console.log(String(sticky.test('barfoo')), String(sticky.lastIndex), String(sticky.test('barfoo')));
console.log(String(/^.$/u.test('\u{1F600}')), String(/[\u{1F600}-\u{1F610}]/u.test('\u{1F605}')), String(/^[^x]$/u.test('\u{1F600}')), String(/\p{Lu}/u.test('e')));
console.log(String(/(?<a>x)\k<a>/.test('xx')), /x/gimsuy.flags, 'a1b2'.split(/(?<d>\d)/).join('|'));
