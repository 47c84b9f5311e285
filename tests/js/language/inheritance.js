class A { static create() { return new this(); } who() { return 'A'; } get kind() { return 'kind A'; } static s = 'static'; }
class B extends A { who() { return 'B' + super.who(); } get kind() { return super.kind + ' via B'; } }
class C extends B { constructor() { super(); this.late = () => super.who(); } }
const c = C.create();
console.log(c.who(), c.kind, c.late(), C.s, c.constructor.name);
const mixin = (Base) => class extends Base { mixed() { return 'mixed ' + this.who(); } };
console.log(new (mixin(C))().mixed());
class N { constructor() { this.t = new.target.name; } } class M extends N {} console.log(new M().t, new N().t);
function Old(v) { this.v = v; } Old.prototype.get = function () { return this.v; };
class New extends Old { get() { return `new ${super.get()}`; } } console.log(new New(3).get());
