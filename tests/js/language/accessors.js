// Getters, setters, computed names, property attributes.
const log = [];
const object = {
  _x: 1,
  get x() { log.push('get'); return this._x; },
  set x(value) { log.push('set ' + value); this._x = value; },
  get ['computed ' + 1]() { return 'c'; },
  get 0() { return 'zero'; },
  'quoted name': 2,
};
object.x += 2;
object.x ||= 9;
console.log(object.x, object['computed 1'], object[0], log.join());
class Point {
  #x = 0;
  static #made = 0;
  static get made() { return Point.#made; }
  get x() { return this.#x; }
  set x(value) { this.#x = Math.round(value); }
  static { this.origin = new this(); Point.#made = 5; }
}
const point = new Point();
point.x = 2.6;
point.x++;
console.log(point.x, Point.made, Point.origin.x, Object.keys(point).length, 'x' in point, Object.hasOwn(point, 'x'));
const sub = new (class extends Point { get x() { return super.x * 10; } set x(value) { super.x = value + 1; } })();
sub.x = 4;
console.log(sub.x);
const described = Object.getOwnPropertyDescriptor(Point.prototype, 'x');
console.log(typeof described.get, typeof described.set, described.enumerable, described.configurable);
'use strict';
const frozen = Object.freeze({a: 1});
(function () {
  'use strict';
  try { frozen.a = 2; } catch (error) { console.log(error.name); }
  try { delete frozen.a; } catch (error) { console.log(error.name); }
})();
const copy = {...object, x: 1};
console.log(Object.getOwnPropertyDescriptor(copy, 'x').get === undefined, Object.entries(copy).length);
console.log(Object.assign({}, {[Symbol.for('s')]: 1, t: 2})[Symbol.for('s')], {__proto__: {inherited: 3}, own() {}}.inherited);
