// PerformanceObserver and PerformanceObserverEntryList.
// https://w3c.github.io/performance-timeline/#the-performanceobserver-interface
//
// An observer that observes is in the list of registered observers, which keeps it alive. What it is
// to hear of waits in its own buffer until the task that tells every observer.

var OBSERVER = host.slot('PerformanceObserver');
var OBSERVED = host.slot('PerformanceObserverEntryList');

var registeredObservers = list();
var observerTaskQueued = false;

function PerformanceObserver(callback) {
  constructing(this, PerformanceObserver, OBSERVER);
  var where = "Failed to construct 'PerformanceObserver'";
  required(arguments, 1, where);
  if (typeof callback !== 'function') {
    throw new $TypeError(where + ": parameter 1 is not of type 'Function'.");
  }
  // `types` are the observed ones; `kind` is what observe() was called with first.
  this[OBSERVER] = { object: this, callback: callback, entries: list(), types: bare({}),
                     kind: 'undefined', requiresDropped: false };
}

// The members of PerformanceObserverInit, in the order of their names.
function observerInit(options, where) {
  options = toDictionary(options, where) || bare({});
  var buffered = options.buffered, entryTypes = options.entryTypes;
  var given = bare({ types: undefined, type: undefined, buffered: !!buffered });
  if (entryTypes !== undefined) {
    given.types = toSequence(entryTypes, where + ': member entryTypes', toText);
  }
  var type = options.type;
  given.type = type === undefined ? undefined : toText(type);
  return given;
}

defineInterface(PerformanceObserver, null, 1, {
  // https://w3c.github.io/performance-timeline/#observe-method
  observe(options) {
    var observer = slotOf(this, OBSERVER);
    var where = "Failed to execute 'observe' on 'PerformanceObserver'";
    var given = observerInit(options, where);
    // 2. If entryTypes and type are both omitted, then throw a "TypeError".
    if (given.types === undefined && given.type === undefined) {
      throw new $TypeError(where + ': neither entryTypes nor type is given.');
    }
    // 3. If entryTypes is present and any other member is also present, then throw a "TypeError".
    //    Browsers look at type only: beside entryTypes, buffered says nothing.
    if (given.types !== undefined && given.type !== undefined) {
      throw new $TypeError(where + ': entryTypes and type cannot be given together.');
    }
    // 4.–6. One observer is used in one of the two ways only.
    var kind = given.types !== undefined ? 'multiple' : 'single';
    if (observer.kind === 'undefined') observer.kind = kind;
    if (observer.kind !== kind) {
      throw domException('InvalidModificationError', where + ': this observer was used with ' +
                         (kind === 'single' ? 'entryTypes' : 'type') + ' before.');
    }
    // 7. Set this's requires dropped entries to true.
    observer.requiresDropped = true;
    // 8.–9. Types that are not supported are left out; nothing left: nothing happens.
    if (kind === 'multiple') observeTypes(observer, given.types);
    else if (timeline[given.type] !== undefined) observeType(observer, given.type, given.buffered);
  },
  disconnect() {
    var observer = slotOf(this, OBSERVER);
    for (var i = 0; i < registeredObservers.length; i++) {
      if (registeredObservers[i] === observer) {
        removeAt(registeredObservers, i);
        break;
      }
    }
    observer.entries = list();
    observer.types = bare({});
  },
  takeRecords() {
    var observer = slotOf(this, OBSERVER), entries = observer.entries;
    observer.entries = list();
    return give(entries);
  }
});
lengths(PerformanceObserver.prototype, { observe: 0 });

function registerObserver(observer) {
  for (var i = 0; i < registeredObservers.length; i++) {
    if (registeredObservers[i] === observer) return;
  }
  append(registeredObservers, observer);
}

// "multiple": the types replace those observed before.
function observeTypes(observer, names) {
  var types = bare({}), any = false;
  for (var i = 0; i < names.length; i++) {
    if (timeline[names[i]] === undefined) continue;
    types[names[i]] = any = true;
  }
  if (!any) return;
  observer.types = types;
  registerObserver(observer);
}

// "single": the type is observed beside those before.
function observeType(observer, type, buffered) {
  observer.types[type] = true;
  registerObserver(observer);
  if (!buffered) return;
  var entries = timeline[type].entries;
  for (var i = 0; i < entries.length; i++) append(observer.entries, entries[i]);
  queueObserverTask();
}

// Steps 2–4 of "queue a PerformanceEntry": every observer of its type hears of it.
function offerEntry(entry, type) {
  var offered = false;
  for (var i = 0; i < registeredObservers.length; i++) {
    if (registeredObservers[i].types[type] !== true) continue;
    append(registeredObservers[i].entries, entry);
    offered = true;
  }
  if (offered) queueObserverTask();
}

// https://w3c.github.io/performance-timeline/#queue-the-performanceobserver-task
function queueObserverTask() {
  if (observerTaskQueued) return;
  observerTaskQueued = true;
  queueTask(function () {
    observerTaskQueued = false;
    var notified = copyOf(registeredObservers);
    for (var i = 0; i < notified.length && !host.closing(); i++) notifyObserver(notified[i]);
  });
}

function notifyObserver(observer) {
  var entries = observer.entries;
  if (entries.length === 0) return;
  observer.entries = list();
  var seen = create(PerformanceObserverEntryList.prototype), options = {};
  seen[OBSERVED] = entries;
  // 3.3.6. How many entries of the observed types were dropped, once after each observe().
  if (observer.requiresDropped) {
    observer.requiresDropped = false;
    options = { droppedEntriesCount: (observer.types.mark ? timeline.mark.dropped : 0) +
                                     (observer.types.measure ? timeline.measure.dropped : 0) };
  }
  try {
    apply(observer.callback, observer.object, [seen, observer.object, options]);
  } catch (error) {
    reportUncaught(error, true);
  }
  checkpoint();
}

// [SameObject]
var supportedEntryTypes = freeze(['mark', 'measure']);
var supportedDescriptor = ownDescriptor({
  get supportedEntryTypes() {
    return supportedEntryTypes;
  }
}, 'supportedEntryTypes');
defineProperty(supportedDescriptor.get, 'name', { value: 'get supportedEntryTypes' });
defineProperty(PerformanceObserver, 'supportedEntryTypes', supportedDescriptor);

function PerformanceObserverEntryList() {
  neverConstructed();
}
defineInterface(PerformanceObserverEntryList, null, 0, entryQueries({}, function (self) {
  var lists = list();
  append(lists, slotOf(self, OBSERVED));
  return lists;
}, 'PerformanceObserverEntryList'));
