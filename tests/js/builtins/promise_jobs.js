// In which order promise jobs run, to the tick.
const log = [];
const note = (text) => () => { log.push(text); };
const ticks = (count, name) => {
  let promise = Promise.resolve();
  for (let i = 1; i <= count; i++) promise = promise.then(note(`${name}${i}`));
};
ticks(6, 't');
Promise.resolve(Promise.resolve()).then(note('resolved with itself'));
new Promise((resolve) => resolve(Promise.resolve())).then(note('resolved with a promise'));
new Promise((resolve) => resolve({ then(done) { log.push('then called'); done(); } })).then(note('resolved with a thenable'));
Promise.resolve().then(() => Promise.resolve()).then(note('returned a promise'));
Promise.reject(1).catch(note('caught')).then(note('after catch'));
Promise.resolve().finally(note('finally')).then(note('after finally'));
queueMicrotask(note('microtask'));
(async () => { log.push('async runs'); await null; log.push('after await null'); await Promise.resolve(); log.push('after await promise'); })();
(async () => { await { then(done) { log.push('awaited then'); done(); } }; log.push('after await thenable'); })();
(async () => Promise.resolve())().then(note('async returned a promise'));
(async () => 1)().then(note('async returned a value'));
(async () => { try { await Promise.reject(1); } catch { log.push('await threw'); } })();
(async () => { throw 1; })().catch(note('async threw'));
log.push('script ends');

setTimeout(() => {
  console.log(log.join('\n'));
  shapes();
}, 5);

function shapes() {
  const thrown = (act) => { try { act(); return 'nothing'; } catch (error) { return error.name; } };
  console.log(Promise.length, Promise.name, String(Promise.resolve()), Promise[Symbol.species] === Promise,
    thrown(() => Promise()), thrown(() => new Promise()), thrown(() => Promise.call({}, () => {})),
    thrown(() => Promise.prototype.then.call({})), thrown(() => Promise.resolve.call(1)), thrown(() => new Promise.prototype.then()));
  for (const name of Object.getOwnPropertyNames(Promise.prototype).sort()) console.log(name, Promise.prototype[name].length);
  for (const name of ['all', 'allSettled', 'any', 'race', 'reject', 'resolve', 'withResolvers', 'try']) {
    console.log(name, Promise[name].length, Promise[name].name);
  }
  let functions;
  new Promise((...given) => { functions = given; });
  console.log(functions.map((each) => `${each.length}${each.name}`).join(), functions[0]() === undefined);
  const { promise, resolve } = Promise.withResolvers();
  resolve(promise);
  promise.catch((error) => console.log('itself:', error.name));

  class Mine extends Promise {}
  const mine = Mine.resolve(1);
  console.log(mine instanceof Mine, mine.then() instanceof Mine, mine.finally(() => {}) instanceof Mine,
    Mine.all([]) instanceof Mine, Promise.resolve(mine) === mine, Mine.resolve(mine) === mine);
  class Plain extends Promise { static get [Symbol.species]() { return Promise; } }
  console.log(Plain.resolve(1).then().constructor === Promise);

  // Only the first settling counts; an executor that throws rejects.
  new Promise((done, fail) => { done(1); fail(2); throw 3; }).then((value) => console.log('first:', value));
  new Promise(() => { throw 4; }).catch((value) => console.log('thrown:', value));
  new Promise((done) => { done({ get then() { throw 5; } }); }).catch((value) => console.log('getter:', value));
  Promise.all([1, Promise.resolve(2), { then(done) { done(3); done(9); } }]).then((values) => console.log('all:', values.join()));
  Promise.allSettled([1, Promise.reject(2)]).then((values) => console.log('settled:', JSON.stringify(values)));
  Promise.any([Promise.reject(1), Promise.reject(2)]).catch((error) => console.log('any:', error.name, error.errors.join()));
  Promise.race([new Promise(() => {}), Promise.resolve('fast')]).then((value) => console.log('race:', value));
  Promise.try((a, b) => a + b, 1, 2).then((value) => console.log('try:', value));
  Promise.try(() => { throw 6; }).catch((value) => console.log('try:', value));
  let closed = 0;
  const broken = { [Symbol.iterator]() { let at = 0; return { next() { if (at++) throw 7; return { value: 1, done: false }; }, return() { closed++; return {}; } }; } };
  Promise.all(broken).catch((value) => console.log('broken iterator:', value, closed));
}
