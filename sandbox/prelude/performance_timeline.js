// The entries that a worker's timeline keeps.
// https://w3c.github.io/performance-timeline/#performance-timeline
//
// A buffer per type of entry, in the order of arrival. A full buffer keeps nothing more: what was
// dropped is counted, PerformanceObserver tells the count, and the console says it once.

var mostEntries = 65536; // of one type

var timeline = bare({
  mark: bare({ entries: list(), dropped: 0 }),
  measure: bare({ entries: list(), dropped: 0 })
});

// The entries of `lists` with that name and type (undefined: any), oldest start time first. Entries
// that start together keep their order.
// https://w3c.github.io/performance-timeline/#dfn-filter-buffer-by-name-and-type
function selectEntries(lists, name, type) {
  var found = list();
  for (var i = 0; i < lists.length; i++) {
    for (var j = 0; j < lists[i].length; j++) {
      var entry = lists[i][j][ENTRY];
      if ((name === undefined || entry.name === name) &&
          (type === undefined || entry.type === type)) {
        append(found, lists[i][j]);
      }
    }
  }
  return give(sortEntries(found));
}

// A stable merge sort.
function sortEntries(entries) {
  if (entries.length < 2) return entries;
  var half = entries.length >> 1, left = list(), right = list(), sorted = list(), i, j;
  for (i = 0; i < entries.length; i++) append(i < half ? left : right, entries[i]);
  left = sortEntries(left);
  right = sortEntries(right);
  for (i = 0, j = 0; i < left.length || j < right.length;) {
    if (j >= right.length || i < left.length && left[i][ENTRY].start <= right[j][ENTRY].start) {
      append(sorted, left[i++]);
    } else {
      append(sorted, right[j++]);
    }
  }
  return sorted;
}

function timelineLists(self) {
  slotOf(self, PERFORMANCE);
  var lists = list();
  append(lists, timeline.mark.entries);
  append(lists, timeline.measure.entries);
  return lists;
}

// https://w3c.github.io/performance-timeline/#dfn-queue-a-performanceentry
function queueEntry(entry) {
  var type = entry[ENTRY].type, buffer = timeline[type];
  offerEntry(entry, type);
  if (buffer.entries.length < mostEntries) {
    append(buffer.entries, entry);
    return;
  }
  if (buffer.dropped++ === 0) {
    host.console(3, 'performance: the timeline keeps ' + mostEntries + ' entries of type ' + type +
                 '; clear' + (type === 'mark' ? 'Marks' : 'Measures') + '() makes room.');
  }
}

// Removes the entries of a type with that name, or all of them.
function clearEntries(type, name) {
  var kept = list(), entries = timeline[type].entries;
  for (var i = 0; name !== undefined && i < entries.length; i++) {
    if (entries[i][ENTRY].name !== name) append(kept, entries[i]);
  }
  timeline[type].entries = kept;
}

// The entries-returning members that Performance and PerformanceObserverEntryList have in common.
function entryQueries(members, listsOf, interfaceName) {
  function where(name) {
    return "Failed to execute '" + name + "' on '" + interfaceName + "'";
  }
  members.getEntries = function () {
    return selectEntries(listsOf(this), undefined, undefined);
  };
  members.getEntriesByType = function (type) {
    var lists = listsOf(this);
    required(arguments, 1, where('getEntriesByType'));
    return selectEntries(lists, undefined, toText(type));
  };
  members.getEntriesByName = function (name, type) {
    var lists = listsOf(this);
    required(arguments, 1, where('getEntriesByName'));
    name = toText(name);
    return selectEntries(lists, name, type === undefined ? undefined : toText(type));
  };
  lengths(members, { getEntriesByName: 1 });
  return members;
}
