// export *, its exclusions and ambiguities, and all forms of export.
import * as star from './star.js';
import def, { a as first, 'a name' as spaced, klass, gen, x, rest } from './forms.js';
import * as forms from './forms.js';

console.log(Object.keys(star));
console.log(star.one, star.both, star.inner.only, star.default);
console.log(def, first, spaced, new klass().m(), [...gen()], x, rest);
console.log(Object.keys(forms));
console.log(forms.klass.name, forms.gen.name, forms.arrow.name);
import anonymous from './anonymous.js';
console.log(anonymous());
import arrow from './anonymous.js';
import Klass from './anonymous-class.js';
import fun from './anonymous-function.js';
console.log(arrow.name, Klass.name, fun.name, new Klass().constructor === Klass);
