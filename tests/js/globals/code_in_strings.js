// Code in strings: what the engine cannot parse is lowered like a script.
const add = new Function('a', 'b = 2', 'const c = 1; return [a, b, c].map((x) => x * 2)');
console.log(add(1).join(), add.name, add.length, Function('return this')() === self, new Function('a', 'b', 'return a + b')(1, 2));
try { new Function('let x ='); } catch (e) { console.log(e.name, e instanceof SyntaxError); }
console.log((function () {}).constructor === Function, Function instanceof Function, Function.prototype === Object.getPrototypeOf(() => 1), typeof __swc_made);
const gen = Function('yield_ = 1', 'return `t${yield_}`'); console.log(gen());
setTimeout('console.log(`timer ${[1, 2].at(-1)}`); let q = 1;');
