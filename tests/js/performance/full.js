// A full timeline keeps nothing more, says so once, and tells observers how much it dropped.
for (let i = 0; i < 65540; i++) performance.mark('m');
console.log(performance.getEntriesByType('mark').length);
const observer = new PerformanceObserver((list, self, options) => {
  console.log(list.getEntries().length, options.droppedEntriesCount);
  observer.disconnect();
  performance.clearMarks();
  performance.mark('again');
  console.log(performance.getEntries().length);
});
observer.observe({ type: 'mark' });
performance.mark('last');
