// Promise.all and its like where iterators, resolve and then() misbehave; finally; AggregateError.
const iter = (values, log) => ({ [Symbol.iterator]() { let i = 0; return { next() { return { value: values[i++], done: i > values.length }; }, return() { log.push('closed'); return {}; } }; } });
(async () => {
  for (const name of ['all', 'allSettled', 'any', 'race']) {
    let log = [];
    class P extends Promise { static resolve(v) { throw new Error('resolve ' + v); } }
    await P[name](iter([1, 2], log)).catch((e) => log.push(e.message)); console.log(name, log.join());
    log = [];
    class Q extends Promise { static resolve(v) { return { get then() { throw new Error('then ' + v); } }; } }
    await Q[name](iter([1, 2], log)).catch((e) => log.push(e.message)); console.log(name, log.join());
    log = [];
    class R extends Promise {} ; R.resolve = 1;
    await R[name](iter([1, 2], log)).catch((e) => log.push(e.name)); console.log(name, log.join());
    await Promise[name].call(Promise, 5).catch((e) => console.log(name, e.name));
    try { Promise[name].call(5, []); } catch (e) { console.log(name, e.name); }
    try { Promise[name].call(() => {}, []); } catch (e) { console.log(name, e.name); }
    await new Promise(done => { const fake = function (ex) { ex(done, done); }; fake.resolve = (v) => ({ then(a, b) { console.log(name, a.length, b.length, a.name === '', b.name === ''); try { new a(); } catch (e) { console.log(e.name); } a(v); a(v); } }); Promise[name].call(fake, [1, 2]); done(); });
  }
  const f = Promise.prototype.finally;
  let args;
  const thenable = { constructor: Promise, then(a, b) { args = [a, b]; return 'r'; } };
  console.log(f.call(thenable, () => {}), args.map(a => a.length + a.name).join(), f.length);
  console.log(f.call(thenable, 5), args.join());
  console.log(await Promise.reject(1).finally(() => 5).catch(e => e), await Promise.resolve(1).finally(() => 5), await Promise.resolve(1).finally(() => { throw 3; }).catch(e => e), await Promise.resolve(1).finally(() => Promise.reject(4)).catch(e => e));
  console.log(await Promise.all([]).then(JSON.stringify), await Promise.any([]).catch(e => e.name + e.errors.length + e.message));
  class Sub extends Promise { constructor(x) { super(x); this.extra = 1; } }
  console.log((await (async () => Sub.resolve(2))()), Sub.resolve(1).then(() => {}).extra, new Sub(() => {}).finally(() => {}).extra);
  const e = new AggregateError([1, 2], 'm', { cause: 'c' });
  console.log(e.message, e.errors.join(), e.cause, e instanceof Error, Object.prototype.toString.call(e), Object.keys(e).length, AggregateError.length, AggregateError.prototype.name);
  class Several extends AggregateError { get [Symbol.toStringTag]() { return 'Several'; } }
  const several = new Several([3], 'of them');
  console.log(several instanceof Several, several instanceof AggregateError, String(several), several.errors.join(), AggregateError([4]).errors.join(), typeof several.stack);
  try { new AggregateError(5); } catch (error) { console.log(error.name); }
  console.log(Reflect.ownKeys(new AggregateError([])).filter((key) => key !== 'stack').join(), Object.getPrototypeOf(AggregateError) === Error);
})();
