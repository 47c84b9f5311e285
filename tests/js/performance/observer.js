// Observers: in a task of their own, each type once, buffered entries, what is refused.
const seen = [];
const observer = new PerformanceObserver((list, self, options) => {
  seen.push(list.getEntries().map(entry => entry.entryType + ' ' + entry.name).join(', '));
  console.log(self === observer, list instanceof PerformanceObserverEntryList,
              options.droppedEntriesCount, list.getEntriesByName('one').length,
              list.getEntriesByType('measure').length);
});
console.log(PerformanceObserver.supportedEntryTypes.join(),
            PerformanceObserver.supportedEntryTypes === PerformanceObserver.supportedEntryTypes,
            Object.isFrozen(PerformanceObserver.supportedEntryTypes));
observer.observe({ entryTypes: ['mark', 'unheard-of'] });
performance.mark('one', { startTime: 3 });
performance.mark('two', { startTime: 1 });
performance.measure('not asked for');
console.log(seen.length);
for (const options of [{}, { entryTypes: 'mark' }, { entryTypes: ['mark'], type: 'mark' },
                       { type: 'mark' }]) {
  try {
    observer.observe(options);
    console.log('was not refused');
  } catch (error) {
    console.log(error.name);
  }
}
const failing = new PerformanceObserver(() => { throw new Error('from a callback'); });
onerror = message => {
  console.log(message);
  return true;
};
failing.observe({ type: 'mark' });
const silent = new PerformanceObserver(() => console.log('never'));
silent.observe({ type: 'mark' });
performance.mark('taken', { startTime: 100 });
console.log(silent.takeRecords().map(entry => entry.name).join(), silent.takeRecords().length);
// The last to be told: it was registered last.
const last = new PerformanceObserver(() => {
  console.log(seen.join('; '));
  observer.disconnect();
  failing.disconnect();
  silent.disconnect();
  last.disconnect();
  late.observe({ type: 'measure', buffered: true });
});
last.observe({ type: 'mark' });
performance.mark('end', { startTime: 101 });
silent.takeRecords();
const late = new PerformanceObserver(list => {
  console.log('late:', list.getEntries().map(entry => entry.name).join());
  late.disconnect();
  performance.mark('nobody listens');
});
