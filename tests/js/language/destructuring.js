const [a, , b = 3, ...rest] = [1, 2, undefined, 4, 5];
const { x, y: { z = 'zed', ...inner } = {}, ...others } = { x: 1, y: { q: 2, r: 3 }, s: 4 };
console.log(`${a} ${b} ${rest}`, String(x), z, JSON.stringify(inner), JSON.stringify(others));
let p = 1, q = 2;
[p, q] = [q, p];
function f({ name, size = 10 } = {}, [first] = ['none']) { return `${name}/${size}/${first}`; }
console.log(`${p}${q}`, f(), f({ name: 'n' }, 'xyz'));
for (const [key, value] of Object.entries({ one: 1, two: 2 })) console.log(key, String(value));
const { ['dyn' + 1]: dyn, length = 'no' } = { dyn1: 'dynamic' };
console.log(dyn, length);
