// Nothing that a script replaces changes what the timeline does.
const show = console.log, { getEntries } = Performance.prototype;
const entries = () => Reflect.apply(getEntries, performance, []);
const names = () => {
  const all = entries();
  let text = '';
  for (let i = 0; i < all.length; i++) text += all[i].name + ' ';
  return text;
};
for (const key of ['name', 'start', 'duration', 'end', 'detail', 'type', 'types', 'buffered', 'entries',
                   'dropped', 'given', 'startTime', 'mark', 'id']) {
  Object.defineProperty(Object.prototype, key, {
    get() { return undefined; },
    set() { show('a setter ran:', key); },
    configurable: true,
  });
}
Object.defineProperty(Array.prototype, 0, { set() { show('an index setter ran'); }, configurable: true });
Array.prototype.push = Array.prototype.sort = Array.prototype.filter = () => show('a method ran');
Array.prototype[Symbol.iterator] = Array.prototype.values;
globalThis.structuredClone = () => show('structuredClone ran');
performance.mark('b', { startTime: 2, detail: [1] });
performance.mark('a', { startTime: 1 });
performance.measure('m', 'a', 'b');
show(names());
delete Array.prototype[0];
// A getter of the options that clears the timeline in the middle of a measure.
performance.measure('inner', { get start() { performance.clearMarks(); return 3; }, end: 4 });
show(names());
new PerformanceObserver((list, observer) => {
  observer.disconnect();
  show(list.getEntries().length);
}).observe({ type: 'measure', buffered: true });
