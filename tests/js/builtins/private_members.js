// Private members of lowered classes, where it is easy to get them wrong.
const thrown = (act) => { try { return String(act()); } catch (error) { return error.name; } };
class Parent {
  #value = 1;
  #read() { return this.#value; }
  get #double() { return this.#value * 2; }
  set #double(value) { this.#value = value / 2; }
  get #only() { return 'only'; }
  static #count = 0;
  static count() { return ++Parent.#count; }
  static is(object) { return #value in object; }
  static peek(object) { return object.#value; }
  static poke(object) { object.#value = 5; return object.#value; }
  static call(object) { return object.#read(); }
  static spoil(object) { object.#only = 1; }
  static stamp(object, Base) { return new (class extends Base { #value = 1; get() { return this.#value; } })(object); }
  change() {
    this.#value++;
    this.#value += 2;
    this.#double = this.#double + 2;
    [this.#value] = [this.#value + 0.5];
    return this.#read();
  }
}
class Child extends Parent {
  #value = 'own';
  get both() { return `${this.#value} ${Parent.peek(this)}`; }
}
const child = new Child();
console.log(new Parent().change(), child.change(), child.both, Parent.count(), Parent.count());
console.log(Parent.is(child), Parent.is({}), Parent.is(Object.create(child)), Object.keys(child).length);
console.log(thrown(() => Parent.peek({})), thrown(() => Parent.poke(new Proxy(child, {}))), thrown(() => Parent.call({})),
  thrown(() => Parent.spoil(child)), thrown(() => Parent.peek(Object.create(child))));
console.log(Parent.poke(Object.freeze(new Parent())));
class Given { constructor(object) { return object; } }
const proxy = new Proxy({}, { get() { throw new Error('trap'); }, defineProperty() { throw new Error('trap'); } });
class Stamped extends Given { #mark = 7; static mark(object) { return object.#mark; } }
new Stamped(proxy);
console.log(Stamped.mark(proxy), thrown(() => new Stamped(proxy)));
Object.prototype.get = () => 'poison';
Object.prototype.value = 'poison';
console.log(Parent.peek(new Parent()), child.change(), child.both);
delete Object.prototype.get;
delete Object.prototype.value;
