// The queue of an async generator, yield* in it, and for await over everything.
const wait = (value) => Promise.resolve(value).then((same) => same);
async function* count(to) {
  try {
    for (let i = 0; i < to; i++) yield wait(i);
    return 'end';
  } finally {
    await null;
    console.log('closed');
  }
}
async function* outer() {
  const result = yield* count(2);
  yield result;
  yield* [Promise.resolve('sync'), 'plain'];
}
(async () => {
  const all = [];
  for await (const value of outer()) all.push(value);
  console.log(all.join());
  const queued = count(2);
  console.log(JSON.stringify(await Promise.all([queued.next(), queued.next(), queued.next(), queued.next()])));
  const early = count(5);
  await early.next();
  console.log(JSON.stringify(await early.return(wait('r'))), JSON.stringify(await early.next()));
  for await (const value of count(9)) if (value === 1) break;
  for await (const value of [1, Promise.resolve(2)]) console.log(value);
  async function* failing() { yield 1; yield Promise.reject(new Error('inside')); }
  try {
    for await (const value of failing()) console.log(value);
  } catch (error) {
    console.log(error.message);
  }
  async function* catching() {
    for (;;) {
      try { yield 'again'; } catch (error) { yield 'caught ' + error; }
    }
  }
  const caught = catching();
  await caught.next();
  console.log((await caught.throw('it')).value, (await caught.next()).value, Object.prototype.toString.call(caught));
  console.log(await caught.return('bye').then(({done, value}) => `${done} ${value}`));
  async function* delegating() { try { yield* caughtIterator; } catch (error) { yield error.name; } }
  const caughtIterator = {[Symbol.asyncIterator]() { return this; }, async next() { return 5; }};
  console.log((await delegating().next()).value);
})();
