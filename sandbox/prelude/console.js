// The console namespace.  https://console.spec.whatwg.org/
//
// Text is formatted here and leaves the worker as one finished line (or several) per call.

var groupDepth = 0;
var counts = null;
var timers = null;

// Levels of host.console.
var LOG = 0, DEBUG = 1, INFO = 2, WARN = 3, FAIL = 4;

function printText(level, text) {
  if (groupDepth > 0) {
    var indentation = repeat('  ', min(groupDepth, 40));
    text = indentation + join(split(text, '\n'), '\n' + indentation);
  }
  host.console(level, text);
}

// https://console.spec.whatwg.org/#logger, but for one thing: without arguments it prints an empty
// line, as everybody expects of a terminal.
function log(level, given) {
  printText(level, formatAll(given, 0));
}

function label(value) {
  return value === undefined ? 'default' : toText(value);
}

function elapsed(start) {
  var time = now() - start;
  if (time < 1000) return numberFixed(time, 3) + 'ms';
  return numberFixed(time / 1000, 3) + 's';
}

// The lines of the calling script's stack.
function here() {
  return framesOf(new $Error());
}

var consoleMembers = {
  assert(condition) {
    if (condition) return;
    var parts = list();
    if (arguments.length > 1 && typeof arguments[1] === 'string') {
      append(parts, 'Assertion failed: ' + arguments[1]);
      for (var i = 2; i < arguments.length; i++) append(parts, arguments[i]);
    } else {
      append(parts, 'Assertion failed');
      for (var j = 1; j < arguments.length; j++) append(parts, arguments[j]);
    }
    log(FAIL, parts);
  },
  clear() {
    groupDepth = 0;
  },
  debug() {
    log(DEBUG, arguments);
  },
  error() {
    log(FAIL, arguments);
  },
  info() {
    log(INFO, arguments);
  },
  log() {
    log(LOG, arguments);
  },
  table(data, properties) {
    var filter;
    if (properties !== undefined) {
      filter = toSequence(properties, "Failed to execute 'table' on 'console'");
      for (var i = 0; i < filter.length; i++) filter[i] = toText(filter[i]);
    }
    var text = tableText(data, filter);
    if (text === undefined) log(LOG, [data]);
    else printText(LOG, text);
  },
  trace() {
    var text = arguments.length > 0 ? 'Trace: ' + formatAll(arguments, 0) : 'Trace';
    printText(LOG, text + here());
  },
  warn() {
    log(WARN, arguments);
  },
  dir(item, options) {
    var depth = 2;
    if (isObject(options) && host.classOf(options) !== 'Proxy') {
      var wanted = dataProperty(options, 'depth');
      if (wanted === null) depth = 100;
      else if (typeof wanted === 'number') depth = wanted;
    }
    printText(LOG, inspect(item, depth));
  },
  dirxml() {
    log(LOG, arguments);
  },
  count(name) {
    name = label(name);
    counts = counts || create(null);
    counts[name] = (counts[name] || 0) + 1;
    printText(INFO, name + ': ' + counts[name]);
  },
  countReset(name) {
    name = label(name);
    if (counts && counts[name] !== undefined) counts[name] = 0;
    else printText(WARN, "Count for '" + name + "' does not exist");
  },
  group() {
    if (arguments.length > 0) log(LOG, arguments);
    groupDepth++;
  },
  groupCollapsed() {
    if (arguments.length > 0) log(LOG, arguments);
    groupDepth++;
  },
  groupEnd() {
    if (groupDepth > 0) groupDepth--;
  },
  time(name) {
    name = label(name);
    timers = timers || create(null);
    if (timers[name] !== undefined) printText(WARN, "Timer '" + name + "' already exists");
    else timers[name] = now();
  },
  timeLog(name) {
    name = label(name);
    if (!timers || timers[name] === undefined) {
      printText(WARN, "Timer '" + name + "' does not exist");
      return;
    }
    var text = name + ': ' + elapsed(timers[name]);
    printText(LOG, arguments.length > 1 ? text + ' ' + formatAll(arguments, 1) : text);
  },
  timeEnd(name) {
    name = label(name);
    if (!timers || timers[name] === undefined) {
      printText(WARN, "Timer '" + name + "' does not exist");
      return;
    }
    printText(INFO, name + ': ' + elapsed(timers[name]));
    delete timers[name];
  }
};
lengths(consoleMembers, {
  assert: 0, table: 0, dir: 0, count: 0, countReset: 0, time: 0, timeLog: 0, timeEnd: 0
});
// "For historical reasons console's prototype is an empty object that inherits from
// Object.prototype."
setPrototypeOf(consoleMembers, {});
tagged(consoleMembers, 'console');
hidden(global, 'console', consoleMembers);
