class Shape {
  static count = 0;
  static #made = [];
  #name;
  constructor(name) { this.#name = name; Shape.count++; Shape.#made.push(name); }
  get name() { return this.#name; }
  set name(value) { this.#name = value.toUpperCase(); }
  #secret() { return `secret of ${this.#name}`; }
  tell() { return this.#secret(); }
  static made() { return Shape.#made.join(); }
  static { Shape.ready = true; }
  has(other) { return #name in other; }
}
class Circle extends Shape {
  radius = 2;
  ['comp' + 'uted']() { return 'computed'; }
  get area() { return Math.round(Math.PI * this.radius ** 2); }
  tell() { return super.tell() + '!'; }
}
const c = new Circle('disc');
console.log(c.tell(), String(c.area), c.computed());
c.name = 'ring';
console.log(c.name, String(Shape.count), Shape.made(), String(Shape.ready), String(c.has({})), String(c.has(c)));
console.log(String(c instanceof Shape), Circle.name, Object.keys(c).join());
