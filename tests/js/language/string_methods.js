console.log('5'.padStart(3, '0'), 'x'.padEnd(3, 'ab') + '|', ' t '.trimStart() + '|', 'aXbX'.replaceAll('X', '-'), 'a.b'.replaceAll(/\./g, () => '!'), 'abc'.at(-1));
console.log([...'x1y22'.matchAll(/([a-z])(\d+)/g)].map((m) => m[1] + m[2] + m.index).join(), '\u{1F600}'.codePointAt(0).toString(16));
