// Names that functions get from where they stand.
let f = function () {}, g;
g = () => g;
const selfish = () => selfish, [x = () => {}, y = (function () {}), z = class {}] = [];
const {p = function* () {}, q: {r = async () => {}} = {}} = {};
function defaults(a, b = () => a, {c = () => 1} = {}) { return `${b.name} ${c.name}`; }
console.log([f, g, selfish, x, y, z, p, r].map((named) => named.name).join(), defaults(1));
const object = {
  method() {}, arrow: () => {}, async later() { return object.later; }, ['comp' + 'uted']: function named() {}, get v() { return 1; },
};
console.log(object.method.name, object.arrow.name, object.later.name, object.computed.name);
class C {
  static make = () => new C();
  field = () => this;
  method() { return method; }
  static #hidden() {}
}
const method = 1;
console.log(C.name, C.make.name, new C().field.name, C.prototype.method.name, (() => {}).name === '');
let late;
late ??= () => 1;
let aliased = f;
console.log(late.name, aliased.name, (0, function () {}).name === '', new Function('a', 'return a').name, (function () {}).bind().name);
const table = {};
table.entry = () => 1;
console.log(table.entry.name === '', Object.getOwnPropertyDescriptor(f, 'name').configurable);
