// Look-behind, match indices, and patterns that need more than a small executor.
console.log('a $42 17 $9'.match(/(?<=\$)\d+/g).join(), 'x1y22'.replace(/(?<![a-z])\d/g, '#'));
console.log(new RegExp('(?<=(\\d+)(\\d+))$').exec('1053').join());
const {indices} = /(?<word>b(c)?)(d)?/d.exec('abc');
console.log(indices.join('|'), indices.groups.word.join(), indices[3], /a/d.hasIndices, /a/g.hasIndices);
console.log(/^(?:ab|c)*$/.test('abc'.repeat(50000)), 'ab'.repeat(60000).replace(/(?:ab)+/, 'x'));
console.log('z'.match(/(z)((a+)?(b+)?(c))*/).join(), /(?:(a)|b)*/.exec('ab')[1]);
try {
  new RegExp('(?<=a', 'u');
} catch (error) {
  console.log(error instanceof SyntaxError);
}
