async function* numbers() { try { yield 1; await null; yield 2; yield 3; } finally { console.log('closed'); } }
(async () => {
  for await (const n of numbers()) { console.log(String(n)); if (n === 2) break; }
  for await (const n of [Promise.resolve('p'), 'q']) console.log(n);
  async function* twice() { yield* numbers(); yield 'end'; }
  const seen = [];
  for await (const n of twice()) seen.push(n);
  console.log(seen.join());
})();
