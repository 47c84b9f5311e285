// Attack 35: cycles, 100,000 levels, and huge sparse arrays as messages.
// Limits: memory_bytes=134217728
// Expect: held
const cycle = { list: [] };
cycle.self = cycle;
cycle.list.push(cycle, cycle.list);
const copy = structuredClone(cycle);
if (copy.self !== copy || copy.list[1] !== copy.list) console.log('escaped: not the same shape');
let deep = {};
for (let i = 0; i < 1e5; ++i) deep = { deep };
const sparse = [];
sparse.length = 4294967295;
sparse[4294967290] = 1;
for (const value of [deep, sparse]) {
  try { console.log(typeof structuredClone(value)); } catch (error) { console.log(error.name); }
}
console.log('held');
close();
