// Private names: fields, methods, accessors, statics, brand checks.
class Account {
  #balance = 0;
  static #count = 0;
  static #log = [];
  #check(amount) { if (amount < 0) throw new RangeError('negative'); return amount; }
  get #double() { return this.#balance * 2; }
  set #double(value) { this.#balance = value / 2; }
  constructor() { Account.#count++; }
  add(amount) { this.#balance += this.#check(amount); Account.#log.push(amount); return this; }
  grow() { this.#double += 10; this.#balance **= 2; this.#balance ??= 1; return this.#balance; }
  static is(value) { return #balance in value; }
  static peek(value) { return value.#balance; }
  static get stats() { return `${this.#count} ${Account.#log}`; }
  swap(other) { [this.#balance, other.#balance] = [other.#balance, this.#balance]; return other.#balance; }
  call() { return this.#check?.(1) ?? this?.#balance; }
}
const one = new Account().add(5), two = new Account();
console.log(one.grow(), one.swap(two), Account.is(one), Account.is({}), Account.stats, one.call(), Object.keys(one).length);
for (const wrong of [() => Account.peek({}), () => one.add(-1), () => Account.prototype.add.call({}, 1)]) {
  try { wrong(); } catch (error) { console.log(error.name); }
}
class Base { constructor(object) { return object; } }
class Stamp extends Base { #mark = 'stamped'; static read(object) { return object.#mark; } }
const plain = {};
new Stamp(plain);
console.log(Stamp.read(plain));
const Outer = class Inner { static #self = Inner; static same() { return Inner.#self === Outer; } };
console.log(Outer.same(), Outer.name);
