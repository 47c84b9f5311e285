// PerformanceEntry, PerformanceMark and PerformanceMeasure.
// https://w3c.github.io/performance-timeline/#dom-performanceentry
// https://w3c.github.io/user-timing/#performancemark
//
// An entry never changes: its whole state is one record. Which entries the timeline keeps is told in
// performance_timeline.js.

var ENTRY = host.slot('PerformanceEntry');

// https://w3c.github.io/performance-timeline/#dfn-generate-a-performance-entry-id; it begins anywhere,
// so that nobody takes it for a count of entries.
var lastEntryId = 0;
function newEntryId() {
  if (lastEntryId === 0) {
    var bytes = host.random(2);
    lastEntryId = 100 + (bytes[0] << 8 | bytes[1]) % 9900;
  }
  return lastEntryId += 7;
}

function entryRecord(object, type, name, start, duration, detail) {
  object[ENTRY] = { id: newEntryId(), type: type, name: name, start: start, duration: duration,
                    detail: detail };
}

function PerformanceEntry() {
  neverConstructed();
}
defineInterface(PerformanceEntry, null, 0, {
  get id() {
    return slotOf(this, ENTRY).id;
  },
  get name() {
    return slotOf(this, ENTRY).name;
  },
  get entryType() {
    return slotOf(this, ENTRY).type;
  },
  get startTime() {
    return slotOf(this, ENTRY).start;
  },
  get duration() {
    return slotOf(this, ENTRY).duration;
  },
  // A worker has no document that navigates.
  get navigationId() {
    slotOf(this, ENTRY);
    return 0;
  },
  toJSON() {
    var entry = slotOf(this, ENTRY);
    return { id: entry.id, name: entry.name, entryType: entry.type, startTime: entry.start,
             duration: entry.duration, navigationId: 0 };
  }
});

// The slot of an entry of one of the two kinds: a mark is no measure.
function entryOf(self, type) {
  var entry = slotOf(self, ENTRY);
  if (entry.type !== type) throw illegalInvocation();
  return entry;
}

// The detail of an entry is a copy: later changes of the script's object do not show.
function cloneDetail(detail) {
  return detail === undefined || detail === null ? null : host.clone(detail, undefined);
}

// https://w3c.github.io/user-timing/#the-performancemark-constructor
function initializeMark(self, name, options, where) {
  name = toText(name);
  options = toDictionary(options, where);
  // Web IDL reads the members of a dictionary in the order of their names.
  var detail = options ? options.detail : undefined, start = options ? options.startTime : undefined;
  if (start !== undefined) start = toDouble(start, where);
  // 5. If startTime exists: if it is negative, throw a TypeError. Otherwise it is the current time.
  if (start === undefined) start = now();
  else if (start < 0) throw new $TypeError(where + ": '" + name + "' cannot have a negative start time.");
  // 6.–8. The duration of a mark is 0; its detail is serialized and deserialized.
  entryRecord(self, 'mark', name, start, 0, cloneDetail(detail));
}

function PerformanceMark(markName, markOptions) {
  constructing(this, PerformanceMark, ENTRY);
  var where = "Failed to construct 'PerformanceMark'";
  required(arguments, 1, where);
  initializeMark(this, markName, markOptions, where);
}
defineInterface(PerformanceMark, PerformanceEntry, 1, {
  get detail() {
    return entryOf(this, 'mark').detail;
  }
});

function PerformanceMeasure() {
  neverConstructed();
}
defineInterface(PerformanceMeasure, PerformanceEntry, 0, {
  get detail() {
    return entryOf(this, 'measure').detail;
  }
});
