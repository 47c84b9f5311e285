// A namespace object is what the standard says: sealed, sorted, without a prototype.
import * as space from './names.js';

console.log(Object.getPrototypeOf(space), Object.prototype.toString.call(space));
console.log(Reflect.ownKeys(space));
console.log(Object.isExtensible(space), 'b' in space, 'nothing' in space, space.nothing);
for (const change of [() => { space.b = 1; }, () => { space.other = 1; }, () => { delete space.b; },
                      () => { Object.defineProperty(space, 'b', { value: 1 }); },
                      () => { Object.setPrototypeOf(space, {}); }]) {
  try {
    change();
    console.log('changed');
  } catch (error) {
    console.log(error.name);
  }
}
console.log(Reflect.set(space, 'b', 1), Reflect.deleteProperty(space, 'b'),
            Reflect.deleteProperty(space, 'nothing'));
console.log(space.b, space === await import('./names.js'));
const tag = Object.getOwnPropertyDescriptor(space, Symbol.toStringTag);
console.log(tag.value, tag.writable, tag.enumerable, tag.configurable);
try {
  structuredClone(space);
} catch (error) {
  console.log(error.name);
}
import { seen } from './early.js';
console.log(seen);
const { ...copy } = space;
console.log(copy, Object.entries(space).length);
import * as leaf from './early.js';
console.log(leaf, await import('./later.js'));
