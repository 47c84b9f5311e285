// Performance: the clock, and what it measures with.
// https://w3c.github.io/hr-time/#sec-performance
//
// The clock is coarse by design (host_time.cpp). There is one Performance object in a worker.

var PERFORMANCE = host.slot('Performance');

function Performance() {
  neverConstructed();
}

var performanceMembers = entryQueries({
  now() {
    slotOf(this, PERFORMANCE);
    return now();
  },
  get timeOrigin() {
    slotOf(this, PERFORMANCE);
    return host.timeOrigin();
  },
  toJSON() {
    slotOf(this, PERFORMANCE);
    return { timeOrigin: host.timeOrigin() };
  },
  mark(markName, markOptions) {
    slotOf(this, PERFORMANCE);
    required(arguments, 1, "Failed to execute 'mark' on 'Performance'");
    return markTime(markName, markOptions);
  },
  clearMarks(markName) {
    slotOf(this, PERFORMANCE);
    clearEntries('mark', markName === undefined ? undefined : toText(markName));
  },
  measure(measureName, startOrMeasureOptions, endMark) {
    slotOf(this, PERFORMANCE);
    required(arguments, 1, "Failed to execute 'measure' on 'Performance'");
    return measureTime(measureName, startOrMeasureOptions, endMark);
  },
  clearMeasures(measureName) {
    slotOf(this, PERFORMANCE);
    clearEntries('measure', measureName === undefined ? undefined : toText(measureName));
  }
}, timelineLists, 'Performance');
lengths(performanceMembers, { mark: 1, clearMarks: 0, measure: 1, clearMeasures: 0 });
defineInterface(Performance, EventTarget, 0, performanceMembers);

function newPerformance() {
  var performance = create(Performance.prototype);
  becomeTarget(performance);
  performance[PERFORMANCE] = true;
  return performance;
}
