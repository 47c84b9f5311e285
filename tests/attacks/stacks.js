// Attack 33: stacks that show what lies beneath the script.
// Expect: held
const stacks = [];
const keep = (attempt) => { try { attempt(); } catch (error) { stacks.push(String(error.stack)); } };
keep(() => null.x);
keep(() => structuredClone(() => {}));
keep(() => postMessage(() => {}));
keep(() => new Worker('http://['));
keep(() => new Worker('x', { name: { toString() { throw new Error('inside'); } } }));
keep(() => new URL('nowhere'));
keep(() => atob('*'));
keep(() => JSON.parse('{'));
keep(() => [1].forEach(() => { throw new Error('inside'); }));
keep(() => new Map([[1, 2]]).forEach(() => { throw new Error('inside'); }));
const done = () => {
  for (const stack of stacks) {
    if (/prelude|\/work|\/usr|\/home|duk_|\.cpp|\.c:|0x[0-9a-f]{6}/.test(stack)) console.log(`escaped: ${stack}`);
  }
  console.log(stacks.length === 11 ? 'held' : `escaped: ${stacks.length} errors`);
  close();
};
Promise.reject(new Error('later')).catch((error) => { stacks.push(error.stack); setTimeout(done, 0); });
