const attempt = (what, value) => {
  try {
    structuredClone(value);
    console.log(what, 'works');
  } catch (error) {
    console.log(what, error.name, error instanceof DOMException, error.code);
  }
};
attempt('a function', () => {});
attempt('a symbol', Symbol('s'));
attempt('a function inside', {a: [{f() {}}]});
attempt('a Promise', Promise.resolve());
attempt('a WeakMap', new WeakMap());
attempt('a Proxy', new Proxy({}, {}));
attempt('a Worker', new Worker('echo.js'));
attempt('the global scope', self);
attempt('symbol keys are left out', {[Symbol('k')]: () => {}});
// Deep, but a value: it must not take the worker with it.
let deep = [];
for (let i = 0; i < 1000; ++i) deep = [deep];
attempt('a thousand levels', deep);
