const log = [];
Promise.resolve(1).then((v) => { log.push(`then ${v}`); throw new Error('x'); })
  .catch((e) => { log.push(`catch ${e.message}`); return 2; }).finally(() => { log.push('finally'); })
  .then((v) => { log.push(`after ${v}`); });
Promise.allSettled([1, Promise.reject('no')]).then((r) => console.log(JSON.stringify(r)));
Promise.any([Promise.reject(1)]).catch((e) => console.log(e.name, e.errors.join(), String(e instanceof Error)));
Promise.race([new Promise(() => {}), Promise.resolve('won')]).then((v) => console.log(v));
class Mine extends Promise {}
console.log(String(Mine.resolve(1).then(() => {}) instanceof Mine));
Promise.resolve({ then(resolve) { resolve('thenable'); } }).then((v) => console.log(v));
let p = Promise.resolve();
for (let i = 0; i < 12; i++) p = p.then(() => {});
p.then(() => console.log(log.join('; ')));
