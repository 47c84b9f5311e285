const a = [1, 2], b = [...a, 3, ...'xy', ...new Set([9, 9, 8])];
const o = { p: 1, ...{ q: 2, p: 3 }, ...null, ...[7] };
function f(...args) { return args.length + ':' + args.slice(-1); }
function g() { return [...arguments].join('+'); }
class P { constructor(...v) { this.v = v; } }
console.log(b.join(), JSON.stringify(o), f(...a, ...b), g(1, 2), new P(...a, 5).v.join());
