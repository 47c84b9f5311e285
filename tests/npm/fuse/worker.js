// A CommonJS file of one piece: it fills `module.exports`.
self.module = {exports: {}};
importScripts('/node_modules/fuse.js/dist/fuse.min.cjs');
const Fuse = module.exports.default ?? module.exports;

const fuse = new Fuse([
  {title: 'The Old Man and the Sea', author: 'Hemingway'}, {title: 'Old Goriot', author: 'Balzac'},
  {title: 'The Sea-Wolf', author: 'London'},
], {keys: ['title', {name: 'author', weight: 0.3}], includeScore: true, includeMatches: true});
postMessage(['old man', 'see wolf', 'balsac', 'nothing at all'].map((asked) => fuse.search(asked)
  .map(({item, score}) => `${item.title} ${score.toFixed(3)}`).join(', ')).join('\n'));
