// Reporting exceptions that nobody caught.
// https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception

var inErrorReporting = false;

// "Uncaught Error: boom". User code can run here, in a toString or a getter of the thrown value; it
// may do no more than spoil its own message.
function uncaughtMessage(value, lead) {
  return lead + describeThrown(value);
}

function isErrorLike(object) {
  return host.classOf(object) !== 'Proxy' && isPrototypeOf(ErrorPrototype, object);
}

function describeThrown(value) {
  try {
    if (typeof value === 'symbol') return symbolText(value);
    if (!isObject(value)) return '' + $String(value);
    if (isErrorLike(value)) {
      var name = value.name, message = value.message;
      name = name === undefined ? 'Error' : toText(name);
      message = message === undefined ? '' : toText(message);
      return name && message ? name + ': ' + message : name || message;
    }
  } catch (ignored) {
    return 'exception';
  }
  return textSlice(inspectOneLine(value), 0, 1000);
}

// An error that a host function threw: structured clone knows no name but those of the engine.
function namedError(error, name) {
  defineProperty(error, 'name',
                 bare({ value: name, writable: true, enumerable: false, configurable: true }));
  return error;
}

// The engine asks an error for its text on the way, so user code can run here, too.
function positionOf(value) {
  try {
    return host.positionOf(value);
  } catch (ignored) {
    return { filename: '', lineno: 0, colno: 0, stack: '' };
  }
}

// "Extract error information"; positions are those of the original source.
function errorInformation(value, lead) {
  var at = positionOf(value);
  return { message: uncaughtMessage(value, lead), filename: at.filename, lineno: at.lineno,
           colno: at.colno, stack: at.stack };
}

// Fires `error` at the global scope. `info` gets `observed` set when anything listened.
function errorAtGlobal(info, error, fromTask) {
  // 5. If global's in error reporting mode is false, then: set it, fire, unset it.
  if (inErrorReporting) return true;
  if (listens(global, 'error')) info.observed = true;
  inErrorReporting = true;
  var notHandled = dispatch(global, newErrorEvent(info, error), fromTask);
  inErrorReporting = false;
  return notHandled;
}

function reportUncaught(value, fromTask) {
  var info = errorInformation(value, 'Uncaught ');
  info.observed = false;
  // 6. If notHandled: to the owner's Worker object, and so on up.
  if (errorAtGlobal(info, value, fromTask)) host.reportError(info);
}
host.hooks.reportException = function (value, fromTask) {
  reportUncaught(value, fromTask);
};

// HTML "unhandled promise rejections".
// https://html.spec.whatwg.org/multipage/webappapis.html#unhandled-promise-rejections
//
// `rejected` is the about-to-be-notified rejected promises list, as {promise, reason}; a promise in
// `outstanding` had its unhandledrejection event and may still be handled later.
var rejected = list();
var outstanding = new $WeakMap();
var queueTask = host.queueTask || function (task) {
  host.setTimer(task, 0, false, []);
};

host.hooks.promiseRejection = function (type, promise, reason) {
  if (type === 0) {
    append(rejected, { promise: promise, reason: reason });
    return;
  }
  for (var i = 0; i < rejected.length; i++) {
    if (rejected[i].promise === promise) return removeAt(rejected, i);
  }
  var entry = weakGet(outstanding, promise);
  if (!entry) return;
  if (!entry.notified) {
    entry.handled = true;
    return;
  }
  weakSet(outstanding, promise, undefined);
  queueTask(function () {
    dispatch(global, newRejectionEvent('rejectionhandled', promise, entry.reason, false), true);
  });
};

// https://html.spec.whatwg.org/multipage/webappapis.html#notify-about-rejected-promises
host.hooks.checkRejections = function () {
  // 1.–3. Take the list; nothing to do when it is empty.
  if (rejected.length === 0) return;
  var taken = rejected;
  rejected = list();
  for (var i = 0; i < taken.length; i++) weakSet(outstanding, taken[i].promise, taken[i]);
  // 4. Queue a task that fires the events.
  queueTask(function () {
    for (var j = 0; j < taken.length; j++) notifyRejection(taken[j]);
  });
};

function notifyRejection(entry) {
  // 4.1. If p's [[PromiseIsHandled]] is true, continue.
  if (entry.handled) {
    weakSet(outstanding, entry.promise, undefined);
    return;
  }
  var observed = listens(global, 'unhandledrejection');
  // 4.2.–4.3. Fire unhandledrejection, cancelable; not canceled: tell whoever watches.
  if (dispatch(global, newRejectionEvent('unhandledrejection', entry.promise, entry.reason, true),
               true)) {
    var info = errorInformation(entry.reason, 'Uncaught (in promise) ');
    info.observed = observed;
    info.rejection = true;
    host.reportError(info);
  }
  // 4.4. Still unhandled: it is outstanding, and being handled later is an event of its own.
  if (entry.handled) weakSet(outstanding, entry.promise, undefined);
  else entry.notified = true;
}
