// performance.mark() and performance.measure().  https://w3c.github.io/user-timing/

// The read-only attributes of PerformanceTiming: in a page they name times of its navigation.
var navigationTimes = bare({});
(function (names) {
  for (var i = 0; i < names.length; i++) navigationTimes[names[i]] = true;
}(['navigationStart', 'unloadEventStart', 'unloadEventEnd', 'redirectStart', 'redirectEnd',
   'fetchStart', 'domainLookupStart', 'domainLookupEnd', 'connectStart', 'connectEnd',
   'secureConnectionStart', 'requestStart', 'responseStart', 'responseEnd', 'domLoading',
   'domInteractive', 'domContentLoadedEventStart', 'domContentLoadedEventEnd', 'domComplete',
   'loadEventStart', 'loadEventEnd']));

// https://w3c.github.io/user-timing/#mark-method
function markTime(name, options) {
  var mark = create(PerformanceMark.prototype);
  initializeMark(mark, name, options, "Failed to execute 'mark' on 'Performance'");
  queueEntry(mark);
  return mark;
}

// (DOMString or DOMHighResTimeStamp), of a dictionary's member.
function toMarkOrTime(value, where) {
  if (value === undefined) return undefined;
  return typeof value === 'number' ? toDouble(value, where) : toText(value);
}

// https://w3c.github.io/user-timing/#convert-a-mark-to-a-timestamp
function timeOfMark(mark, where) {
  // 2. Otherwise, if mark is a DOMHighResTimeStamp: if it is negative, throw a TypeError.
  if (typeof mark === 'number') {
    if (mark < 0) throw new $TypeError(where + ': a time stamp is negative.');
    return mark;
  }
  // 1.1. The name of an attribute of PerformanceTiming: a worker's global object is no Window, so
  //      "convert a name to a timestamp" throws a TypeError.
  if (navigationTimes[mark]) {
    throw new $TypeError(where + ": '" + mark + "' is a time of a page's navigation.");
  }
  // 1.2. The most recent occurrence of a mark of that name; if there is none, a "SyntaxError".
  var marks = timeline.mark.entries;
  for (var i = marks.length - 1; i >= 0; i--) {
    if (marks[i][ENTRY].name === mark) return marks[i][ENTRY].start;
  }
  throw domException('SyntaxError', where + ": the mark '" + mark + "' does not exist.");
}

// (DOMString or PerformanceMeasureOptions): the members in the order of their names.
function measureOptions(value, where) {
  if (value !== undefined && value !== null && !isObject(value)) {
    return bare({ given: false, start: toText(value) });
  }
  var options = value || bare({}), detail = options.detail, duration = options.duration,
      end = options.end, start;
  if (duration !== undefined) duration = toDouble(duration, where);
  end = toMarkOrTime(end, where);
  start = toMarkOrTime(options.start, where);
  return bare({ given: detail !== undefined || duration !== undefined || end !== undefined ||
                       start !== undefined,
                detail: detail, duration: duration, end: end, start: start });
}

// https://w3c.github.io/user-timing/#measure-method
function measureTime(name, startOrOptions, endMark) {
  var where = "Failed to execute 'measure' on 'Performance'";
  name = toText(name);
  var options = measureOptions(startOrOptions, where), end, start;
  if (endMark !== undefined) endMark = toText(endMark);
  // 1. What cannot be given together.
  if (options.given) {
    if (endMark !== undefined) {
      throw new $TypeError(where + ': an end mark cannot be given beside options.');
    }
    if (options.start === undefined && options.end === undefined) {
      throw new $TypeError(where + ': neither start nor end is given.');
    }
    if (options.start !== undefined && options.duration !== undefined &&
        options.end !== undefined) {
      throw new $TypeError(where + ': start, duration and end cannot all be given.');
    }
  }
  function duration() {
    return timeOfMark(options.duration, where);
  }
  // 2. Compute end time.
  if (endMark !== undefined) end = timeOfMark(endMark, where);
  else if (options.end !== undefined) end = timeOfMark(options.end, where);
  else if (options.start !== undefined && options.duration !== undefined) {
    end = timeOfMark(options.start, where) + duration();
  } else {
    end = now();
  }
  // 3. Compute start time.
  if (options.start !== undefined) start = timeOfMark(options.start, where);
  else if (options.duration !== undefined) start = end - duration();
  else start = 0;
  // 4.–10. The entry.
  var measure = create(PerformanceMeasure.prototype);
  entryRecord(measure, 'measure', name, start, end - start, cloneDetail(options.detail));
  queueEntry(measure);
  return measure;
}
