// Performance: now() and timeOrigin.  https://w3c.github.io/hr-time/#sec-performance

var PERFORMANCE = host.slot('Performance');

function Performance() {
  neverConstructed();
}
defineInterface(Performance, EventTarget, 0, {
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
  }
});

function newPerformance() {
  var performance = create(Performance.prototype);
  becomeTarget(performance);
  performance[PERFORMANCE] = true;
  return performance;
}
