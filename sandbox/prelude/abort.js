// AbortController and AbortSignal.  https://dom.spec.whatwg.org/#interface-abortcontroller
//
// A signal that depends on others (AbortSignal.any) knows its sources, never another dependent
// signal: the graph has one level, so an abort reaches everything in one pass.

var SIGNAL = host.slot('AbortSignal');
var CONTROLLER = host.slot('AbortController');

function AbortSignal() {
  neverConstructed();
}
defineInterface(AbortSignal, EventTarget, 0, {
  get aborted() {
    return slotOf(this, SIGNAL).aborted;
  },
  get reason() {
    return slotOf(this, SIGNAL).reason;
  },
  throwIfAborted() {
    var signal = slotOf(this, SIGNAL);
    if (signal.aborted) throw signal.reason;
  }
});
handlerAttributes(AbortSignal.prototype, ['abort']);

function newSignal() {
  var object = create(AbortSignal.prototype);
  becomeTarget(object);
  object[SIGNAL] = { object: null, aborted: false, reason: undefined, algorithms: null,
                     sources: null, dependents: null };
  return object;
}

function toSignal(value) {
  if (!isObject(value) || value[SIGNAL] === undefined) {
    throw new $TypeError("Member signal is not of type 'AbortSignal'.");
  }
  return value[SIGNAL];
}

function addAbortAlgorithm(signal, algorithm) {
  if (signal.aborted) return;
  if (!signal.algorithms) signal.algorithms = list();
  append(signal.algorithms, algorithm);
}

function removeAbortAlgorithm(signal, algorithm) {
  for (var i = 0; signal.algorithms && i < signal.algorithms.length; i++) {
    if (signal.algorithms[i] === algorithm) return removeAt(signal.algorithms, i);
  }
}

function abortReason(reason) {
  return reason === undefined ? domException('AbortError', 'signal is aborted without reason')
                              : reason;
}

// https://dom.spec.whatwg.org/#abortsignal-signal-abort
function signalAbort(object, reason) {
  var signal = object[SIGNAL], i;
  // 1. If signal is aborted, then return. 2. Set signal's abort reason.
  if (signal.aborted) return;
  signal.aborted = true;
  signal.reason = reason;
  // 3.–4. Dependent signals get the reason before any code of theirs runs.
  var now = list();
  for (i = 0; signal.dependents && i < signal.dependents.length; i++) {
    var dependent = signal.dependents[i][SIGNAL];
    if (dependent.aborted) continue;
    dependent.aborted = true;
    dependent.reason = reason;
    append(now, signal.dependents[i]);
  }
  // 5.–6. Run the abort steps, this signal's first.
  runAbortSteps(object);
  for (i = 0; i < now.length; i++) runAbortSteps(now[i]);
}

function runAbortSteps(object) {
  var signal = object[SIGNAL], algorithms = signal.algorithms;
  signal.algorithms = signal.dependents = signal.sources = null;
  for (var i = 0; algorithms && i < algorithms.length; i++) algorithms[i]();
  dispatch(object, newEvent(Event, 'abort', false), false);
}

staticMembers(AbortSignal, {
  abort(reason) {
    var object = newSignal();
    object[SIGNAL].aborted = true;
    object[SIGNAL].reason = abortReason(reason);
    return object;
  },
  timeout(milliseconds) {
    required(arguments, 1, "Failed to execute 'timeout' on 'AbortSignal'");
    var delay = toEnforcedUnsignedLongLong(milliseconds, "Failed to execute 'timeout' on " +
                                           "'AbortSignal'");
    var object = newSignal();
    host.setTimer(function () {
      signalAbort(object, domException('TimeoutError', 'signal timed out'));
    }, min(delay, 2147483647), false, []);
    return object;
  },
  // https://dom.spec.whatwg.org/#create-a-dependent-abort-signal
  any(signals) {
    required(arguments, 1, "Failed to execute 'any' on 'AbortSignal'");
    var given = toSequence(signals, "Failed to execute 'any' on 'AbortSignal'");
    var object = newSignal(), result = object[SIGNAL], i, j;
    for (i = 0; i < given.length; i++) toSignal(given[i]);
    for (i = 0; i < given.length; i++) {
      var source = given[i][SIGNAL];
      if (source.aborted) {
        result.aborted = true;
        result.reason = source.reason;
        return object;
      }
    }
    result.sources = list();
    for (i = 0; i < given.length; i++) {
      var sources = given[i][SIGNAL].sources;
      if (!sources) follow(object, given[i]);
      for (j = 0; sources && j < sources.length; j++) follow(object, sources[j]);
    }
    return object;
  }
});
lengths(AbortSignal, { abort: 0 });

function follow(dependent, source) {
  var sources = dependent[SIGNAL].sources;
  for (var i = 0; i < sources.length; i++) if (sources[i] === source) return;
  append(sources, source);
  var record = source[SIGNAL];
  if (!record.dependents) record.dependents = list();
  append(record.dependents, dependent);
}

function AbortController() {
  constructing(this, AbortController, CONTROLLER);
  this[CONTROLLER] = { signal: newSignal() };
}
defineInterface(AbortController, null, 0, {
  get signal() {
    return slotOf(this, CONTROLLER).signal;
  },
  abort(reason) {
    signalAbort(slotOf(this, CONTROLLER).signal, abortReason(reason));
  }
});
lengths(AbortController.prototype, { abort: 0 });
