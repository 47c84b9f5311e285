const later = (value) => new Promise((resolve) => resolve(value));
async function add(a, b) { return (await a) + (await later(b)); }
async function fails() { await null; throw new TypeError('failed'); }
(async () => {
  console.log(String(await add(1, 2)));
  try { await fails(); } catch (e) { console.log(e.name, e.message); } finally { console.log('finally'); }
  for (const p of [later('a'), later('b')]) console.log(await p);
  const o = { async m() { return this.v; }, v: 'method' };
  console.log(await o.m());
})();
console.log('first');
