// Live bindings, through every way to reach one, and cycles.
import counter, { count, increment, late as renamed, list } from './counter.js';
import * as all from './counter.js';
import { count as again } from './through.js';
import { even, odd } from './even.js';

console.log(typeof counter, count, again, all.count);
console.log(increment(), count, again, all.count);
console.log(renamed, all.late);
all.setLate('now');
console.log(renamed, all.late);
console.log(list.join(), (() => count)());
console.log(even(10), odd(7));
export { count as own };
import * as self from './main.mjs';
console.log(Object.keys(self).join(), self.own);
console.log(this);
try {
  undeclared = 1;
} catch (error) {
  console.log('strict:', error.name);
}
