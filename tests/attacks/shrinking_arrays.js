// Attack 21: arrays that change under the hands of sort, concat, splice and their like.
// Expect: held
const survive = (attempt) => { try { attempt(); } catch (error) { /* well */ } };
for (const name of ['0', '1', '7', '500']) {
  Object.defineProperty(Array.prototype, name, {
    configurable: true,
    get() { if (this.length > 3) this.length = 1; return 7; },
    set(value) { if (this.length > 3) this.length = 2; },
  });
}
const make = () => { const array = new Array(1000); array[3] = 1; array[900] = 2; return array; };
const shrink = (array) => ({ valueOf() { array.length = 0; return 1; } });
for (const method of ['sort', 'reverse', 'concat', 'splice', 'slice', 'shift', 'unshift', 'pop', 'fill', 'join', 'flat',
  'map', 'filter', 'indexOf', 'lastIndexOf', 'includes', 'copyWithin', 'at', 'with', 'toSorted', 'reduce', 'flatMap']) {
  survive(() => { const array = make(); array[method](shrink(array), shrink(array), 3); });
  survive(() => { const array = make(); array[method](() => { array.length = 0; return 1; }); });
  survive(() => { const array = make(); array[method](() => { array.length = 0; array.push(1, 2, 3); return -1; }); });
}
console.log('held');
close();
