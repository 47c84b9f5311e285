// Marks and measures: times, details, queries, what is refused.
const mark = performance.mark('a', { startTime: 5, detail: { n: [1] } });
console.log(mark instanceof PerformanceMark, mark.name, mark.entryType, mark.startTime,
            mark.duration, mark.detail.n[0]);
performance.mark('b', { startTime: 2 });
performance.mark('a', { startTime: 7 });
const measure = performance.measure('m', 'b', 'a');
console.log(measure.startTime, measure.duration, measure.detail);
console.log(performance.measure('m2', { start: 1, duration: 2 }).duration,
            performance.measure('m3', { end: 'b', duration: 1 }).startTime,
            performance.measure('m4', { start: 'b', end: 10, detail: 'd' }).detail);
console.log(performance.getEntries().map(entry => entry.name).join());
console.log(performance.getEntriesByName('a').length, performance.getEntriesByName('a', 'measure').length,
            performance.getEntriesByType('measure').length, performance.getEntriesByType('other').length);
console.log(Object.keys(mark.toJSON()).join(), JSON.stringify(measure.toJSON().name));
const detail = { x: 1 };
const copied = performance.mark('copied', { detail, startTime: 1 });
detail.x = 2;
console.log(copied.detail.x, copied.detail === copied.detail);
performance.clearMarks('a');
console.log(performance.getEntriesByType('mark').map(entry => entry.name).join());
performance.clearMarks();
performance.clearMeasures();
console.log(performance.getEntries().length, new PerformanceMark('alone').name, performance.getEntries().length);
const refused = {
  'no such mark': () => performance.measure('m', 'gone'),
  'a time of a page': () => performance.measure('m', 'navigationStart'),
  'negative start': () => performance.mark('m', { startTime: -1 }),
  'not finite': () => performance.mark('m', { startTime: NaN }),
  'options and an end': () => performance.measure('m', { start: 1 }, 'b'),
  'no start, no end': () => performance.measure('m', { duration: 1 }),
  'all three': () => performance.measure('m', { start: 1, end: 2, duration: 1 }),
  'detail that cannot be cloned': () => performance.mark('m', { detail: () => 1 }),
  'no name': () => performance.mark(),
  'an entry of ours': () => new PerformanceMeasure(),
  'another receiver': () => Reflect.get(PerformanceMark.prototype, 'detail', measure),
};
for (const what of Object.keys(refused)) {
  try {
    refused[what]();
    console.log(what, 'was not refused');
  } catch (error) {
    console.log(what + ':', error.name);
  }
}
console.log(performance.getEntries().length);
