// A CommonJS file of one piece: it finds `module` and fills `exports`.
self.exports = {};
self.module = {exports};
importScripts('/node_modules/superstruct/dist/index.cjs');
const {array, assert, coerce, create, defaulted, enums, number, object, optional, pattern, refine, size, string, StructError,
  union} = module.exports.object ? module.exports : self.Superstruct ?? exports;

const User = object({
  name: size(string(), 1, 20),
  age: refine(number(), 'adult', (age) => age >= 18),
  mail: pattern(string(), /^[^@]+@[^@]+$/),
  role: defaulted(enums(['admin', 'user']), 'user'),
  tags: optional(array(union([string(), number()]))),
  since: coerce(number(), string(), (text) => parseFloat(text)),
});
const made = create({name: 'Ann', age: 40, mail: 'ann@hive', tags: ['a', 1], since: '7.5'}, User);
const complaints = [];
for (const wrong of [{...made, age: 3}, {...made, mail: 'x'}, {...made, tags: [true]}, {...made, more: 1}]) {
  try {
    assert(wrong, User);
  } catch (error) {
    complaints.push(`${error instanceof StructError} ${error.message} at ${error.path.join('.')}`);
  }
}
postMessage([JSON.stringify(made), ...complaints].join('\n'));
