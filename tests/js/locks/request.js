// navigator.locks within one worker.
const log = (...words) => console.log(...words);
const name = error => error.name;

(async () => {
  log(String(navigator.locks), navigator.locks === navigator.locks);
  log(await navigator.locks.request('a', lock => `${lock} ${lock.name} ${lock.mode}`));

  // One after the other; what the callback gives is what the promise becomes.
  const order = [];
  await Promise.all([1, 2, 3].map(number => navigator.locks.request('a', async () => {
    order.push('in ' + number);
    await null;
    order.push('out ' + number);
  })));
  log(order.join(', '));

  // Shared ones together.
  let inside = 0, most = 0;
  const shared = () => navigator.locks.request('s', { mode: 'shared' }, async () => {
    most = Math.max(most, ++inside);
    await navigator.locks.query();
    inside--;
  });
  await Promise.all([shared(), shared()]);
  log('together', most);

  // Available or not.
  await navigator.locks.request('a', async () => {
    log(await navigator.locks.request('a', { ifAvailable: true }, lock => lock));
    const state = await navigator.locks.query();
    log(state.held.map(one => `${one.name} ${one.mode}`).join(), state.pending.length);
    log(state.held[0].clientId === (await navigator.locks.query()).held[0].clientId);
  });

  // Stolen.
  let taken;
  const robbed = navigator.locks.request('a', () => new Promise(resolve => { taken = resolve; }));
  robbed.catch(error => log('robbed', error.name));
  await navigator.locks.request('a', { steal: true }, lock => log('stole', lock.name));
  taken();

  // Aborted while it waits, and before.
  await navigator.locks.request('a', async () => {
    const controller = new AbortController();
    const waiting = navigator.locks.request('a', { signal: controller.signal }, () => log('never'));
    controller.abort('changed my mind');
    await waiting.catch(reason => log(reason));
    await navigator.locks.request('a', { signal: controller.signal }, () => log('never'))
        .catch(reason => log(reason));
  });
  log(await navigator.locks.request('a', () => 'free again'));

  // What a callback throws.
  await navigator.locks.request('a', () => { throw new RangeError('out of it'); })
      .catch(error => log(String(error)));

  // What cannot be.
  const refused = [
    () => navigator.locks.request('a'),
    () => navigator.locks.request('a', null),
    () => navigator.locks.request('a', { mode: 'other' }, () => {}),
    () => navigator.locks.request('a', { signal: {} }, () => {}),
    () => navigator.locks.request('-a', () => {}),
    () => navigator.locks.request('a', { steal: true, ifAvailable: true }, () => {}),
    () => navigator.locks.request('a', { steal: true, mode: 'shared' }, () => {}),
    () => navigator.locks.request('a', { steal: true, signal: new AbortController().signal }, () => {}),
    () => navigator.locks.request('n'.repeat(20000), () => {}),
    () => LockManager.prototype.request.call({}, 'a', () => {}),
    () => LockManager.prototype.query.call({}),
  ];
  for (const ask of refused) log(await ask().then(() => 'went well', name));
  try { new LockManager(); } catch (error) { log(String(error)); }

  // More than a worker may have.
  const many = [];
  await navigator.locks.request('many', async () => {
    for (let i = 0; i < 1100; i++) many.push(navigator.locks.request('many', () => {}).catch(name));
  });
  const ends = await Promise.all(many);
  log(ends.filter(end => end === 'QuotaExceededError').length, ends.filter(end => !end).length);
})();
