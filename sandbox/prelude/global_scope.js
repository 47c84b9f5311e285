// WorkerGlobalScope and DedicatedWorkerGlobalScope: the global object and its prototype chain.
// https://html.spec.whatwg.org/multipage/workers.html#the-workerglobalscope-common-interface
//
// Members of DedicatedWorkerGlobalScope, the [Global] interface, live on the global object itself;
// those of WorkerGlobalScope and of the mixins live on WorkerGlobalScope.prototype.

var SCOPE = host.slot('GlobalScope');

// What hooks.start tells: the worker's name and the URL of its script. The URL is parsed when it is
// first asked for: a worker that never looks at it pays nothing at its start.
var scope = { name: '', href: '', url: null, location: null, navigator: null, performance: null,
              crypto: null, given: null, module: false };
global[SCOPE] = scope;
becomeTarget(global);

// The URL record of this worker's script; null before there is a worker.
function ownUrl() {
  if (scope.url === null && scope.href !== '') scope.url = parseUrl(scope.href, null);
  return scope.url;
}

// https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-classic-worker-imported-script
// What is no script by its MIME type is a network error, in its turn. (The type of what the supervisor
// reads is that of its name.)
function importInOrder(items) {
  var ready = list();
  for (var i = 0; i < items.length; i++) {
    if (items[i].source !== undefined && !isJavaScriptType(items[i].type)) {
      if (ready.length > 0) host.importScripts(give(ready));
      throw domException('NetworkError', "importScripts: '" + items[i].url + "' is not JavaScript " +
                         'by its MIME type.');
    }
    append(ready, items[i]);
  }
  if (ready.length > 0) host.importScripts(give(ready));
}

function WorkerGlobalScope() {
  neverConstructed();
}
defineInterface(WorkerGlobalScope, EventTarget, 0, {
  get self() {
    return receiver(this, SCOPE);
  },
  get location() {
    var record = slotOf(this, SCOPE);
    return record.location || (record.location = newLocation(ownUrl()));
  },
  get navigator() {
    var record = slotOf(this, SCOPE);
    return record.navigator || (record.navigator = newNavigator());
  },
  // https://html.spec.whatwg.org/multipage/workers.html#importing-scripts-and-libraries
  importScripts() {
    slotOf(this, SCOPE);
    // 1. A module worker has import instead.
    if (scope.module) {
      throw new $TypeError("Failed to execute 'importScripts' on 'WorkerGlobalScope': module " +
                           'workers import modules.');
    }
    var count = arguments.length, urls = list(), items = list(), i;
    for (i = 0; i < count; i++) append(urls, toText(arguments[i]));
    // 5. Every URL is parsed before any is fetched; one failure is a SyntaxError for all.
    for (i = 0; i < count; i++) append(items, scriptSource(urls[i], 'importScripts'));
    importInOrder(items);
  },
  get origin() {
    slotOf(this, SCOPE);
    return originOf(ownUrl());
  },
  set origin(value) {
    replace(this, 'origin', value);
  },
  get isSecureContext() {
    slotOf(this, SCOPE);
    return true;
  },
  get crossOriginIsolated() {
    slotOf(this, SCOPE);
    return false;
  },
  get performance() {
    var record = slotOf(this, SCOPE);
    return record.performance || (record.performance = newPerformance());
  },
  set performance(value) {
    replace(this, 'performance', value);
  },
  get crypto() {
    var record = slotOf(this, SCOPE);
    return record.crypto || (record.crypto = newCrypto());
  },
  reportError(error) {
    slotOf(this, SCOPE);
    required(arguments, 1, "Failed to execute 'reportError' on 'WorkerGlobalScope'");
    reportUncaught(error, false);
  },
  queueMicrotask(callback) {
    slotOf(this, SCOPE);
    required(arguments, 1, "Failed to execute 'queueMicrotask' on 'WorkerGlobalScope'");
    if (typeof callback !== 'function') {
      throw new $TypeError("Failed to execute 'queueMicrotask' on 'WorkerGlobalScope': parameter " +
                           "1 is not of type 'Function'.");
    }
    host.queueMicrotask(callback);
  },
  structuredClone(value, options) {
    slotOf(this, SCOPE);
    required(arguments, 1, "Failed to execute 'structuredClone' on 'WorkerGlobalScope'");
    options = toDictionary(options, "Failed to execute 'structuredClone'");
    var transfer = transferOf(options);
    return bringsPorts(transfer) ? cloneWithPorts(value, transfer) : host.clone(value, transfer);
  },
  btoa(data) {
    slotOf(this, SCOPE);
    required(arguments, 1, "Failed to execute 'btoa' on 'WorkerGlobalScope'");
    return base64Encode(toText(data));
  },
  atob(data) {
    slotOf(this, SCOPE);
    required(arguments, 1, "Failed to execute 'atob' on 'WorkerGlobalScope'");
    var text = forgivingBase64(toText(data));
    if (text === null) {
      throw domException('InvalidCharacterError', 'The string to be decoded is not correctly ' +
                         'encoded.');
    }
    return text;
  },
  setTimeout(handler, timeout) {
    required(arguments, 1, "Failed to execute 'setTimeout' on 'WorkerGlobalScope'");
    return startTimer(this, handler, timeout, false, arguments);
  },
  setInterval(handler, timeout) {
    required(arguments, 1, "Failed to execute 'setInterval' on 'WorkerGlobalScope'");
    return startTimer(this, handler, timeout, true, arguments);
  },
  clearTimeout(id) {
    slotOf(this, SCOPE);
    host.clearTimer(toLong(id));
  },
  clearInterval(id) {
    slotOf(this, SCOPE);
    host.clearTimer(toLong(id));
  }
});
lengths(WorkerGlobalScope.prototype, {
  structuredClone: 1, setTimeout: 1, setInterval: 1, clearTimeout: 0, clearInterval: 0
});
handlerAttributes(WorkerGlobalScope.prototype,
                  ['error', 'languagechange', 'offline', 'online', 'rejectionhandled',
                   'unhandledrejection']);

// [Replaceable]: setting makes an own property of the global object.
function replace(self, name, value) {
  defineProperty(receiver(self, SCOPE), name,
                 bare({ value: value, writable: true, enumerable: true, configurable: true }));
}

function DedicatedWorkerGlobalScope() {
  neverConstructed();
}
defineInterface(DedicatedWorkerGlobalScope, WorkerGlobalScope, 0, {});

// The members of the [Global] interface itself.
var scopeMembers = {
  get name() {
    return slotOf(this, SCOPE).name;
  },
  set name(value) {
    replace(this, 'name', value);
  },
  postMessage(message, options) {
    slotOf(this, SCOPE);
    required(arguments, 1, "Failed to execute 'postMessage' on 'DedicatedWorkerGlobalScope'");
    postTo(0, message, transferList(options, 'DedicatedWorkerGlobalScope'));
  },
  close() {
    slotOf(this, SCOPE);
    host.close();
  }
};
lengths(scopeMembers, { postMessage: 1 });
nameAccessors(scopeMembers);
scopeMembers.postMessage = host.quickPost(scopeMembers.postMessage, 0);
for (var member in scopeMembers) {
  defineProperty(global, member, ownDescriptor(scopeMembers, member));
}
handlerAttributes(global, ['message', 'messageerror']);
setPrototypeOf(global, DedicatedWorkerGlobalScope.prototype);

// The second argument of postMessage: a sequence of objects, or a dictionary with one.
function transferList(options, where) {
  if (options === undefined || options === null) return undefined;
  where = "Failed to execute 'postMessage' on '" + where + "'";
  if (!isObject(options)) {
    throw new $TypeError(where + ': the value is neither a sequence nor a dictionary.');
  }
  var method = options[$Symbol.iterator];
  if (method === undefined || method === null) return transferOf(options);
  return transferObjects(iterate(options, method, where));
}
function transferOf(options) {
  var transfer = options ? options.transfer : undefined;
  if (transfer === undefined) return undefined;
  return transferObjects(toSequence(transfer, 'Member transfer'));
}
function transferObjects(items) {
  for (var i = 0; i < items.length; i++) {
    if (!isObject(items[i])) {
      throw new $TypeError('The transfer list holds a value that is not an object.');
    }
  }
  return give(items);
}

// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timer-initialisation-steps
function startTimer(self, handler, timeout, repeat, given) {
  slotOf(self, SCOPE);
  var code = typeof handler === 'function' ? null : toText(handler);
  var delay = max(toLong(timeout), 0), extra = list();
  if (code !== null) return host.setTimer(runCode, delay, repeat, [code]);
  for (var i = 2; i < given.length; i++) append(extra, given[i]);
  return host.setTimer(handler, delay, repeat, extra);
}

host.hooks.message = function (handle, value) {
  var target = handle === 0 ? global : workers[handle];
  if (target) dispatch(target, newMessageEvent('message', value), true);
};
host.hooks.messageError = function (handle) {
  var target = handle === 0 ? global : workers[handle];
  if (target) dispatch(target, newMessageEvent('messageerror', null), true);
};
host.hooks.start = function (name, url, given, module) {
  scope.name = name;
  scope.href = url;
  scope.module = module;
  if (given !== undefined) scope.given = freeze(given);
};
