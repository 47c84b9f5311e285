// How deep calls may nest that go through C++: an async function that calls itself, forEach, toString.
const nested = async (depth) => (depth === 0 ? 0 : 1 + await nested(depth - 1));
const each = (depth) => { let deepest = 0; new Set([1]).forEach(() => { deepest = depth === 0 ? 0 : 1 + each(depth - 1); }); return deepest; };
nested(1000).then((depth) => console.log(depth));
console.log(each(1000));
const endless = async () => endless();
endless().catch((error) => console.log(error.name));
try { const loop = (map) => map.forEach(loop); const map = new Map(); map.set(1, map); loop(map); } catch (error) { console.log(error.name); }
