// Web Locks: LockManager, Lock, navigator.locks.
// https://w3c.github.io/web-locks/
//
// The supervisor has the lock request queues and the held lock set of the whole tree, which is one
// origin. Here is what only this worker knows: the callback of each request, and the promises.

var LOCK_MANAGER = host.slot('LockManager'), LOCK = host.slot('Lock');

// This worker's requests that were not answered, and the locks it holds, by the request's number.
var lockRequests = create(null), heldLocks = create(null);
var lastLockRequest = 0, lockCount = 0;
var mostLocks = host.mostLocks; // Beyond that the supervisor ends the worker.

function LockManager() {
  neverConstructed();
}

function Lock() {
  neverConstructed();
}
defineInterface(Lock, null, 0, {
  get name() {
    return slotOf(this, LOCK).name;
  },
  get mode() {
    return slotOf(this, LOCK).mode;
  },
});

// `then` that no script can get between: an own `constructor` keeps it from asking the prototype.
function whenSettled(promise, fulfilled, rejected) {
  defineProperty(promise, 'constructor', bare({ value: undefined }));
  promiseThen(promise, fulfilled, rejected);
}

// The members of LockOptions, in the order of Web IDL.
function lockOptions(value, where) {
  var options = toDictionary(value, where) || bare({});
  var ifAvailable = !!options.ifAvailable, mode = options.mode;
  mode = mode === undefined ? 'exclusive' : toText(mode);
  if (mode !== 'exclusive' && mode !== 'shared') {
    throw new $TypeError(where + ": the provided value '" + mode + "' is not a valid enum value " +
                         'of type LockMode.');
  }
  var signal = options.signal;
  if (signal !== undefined) signal = toSignal(signal);
  return bare({ ifAvailable: ifAvailable, mode: mode, signal: signal, steal: !!options.steal });
}

function notSupported(message) {
  return domException('NotSupportedError', "Failed to execute 'request' on 'LockManager': " + message);
}

// https://w3c.github.io/web-locks/#dom-lockmanager-request, from the conversions on; what throws in
// here rejects the promise.
function requestLock(manager, given, resolve, reject) {
  var where = "Failed to execute 'request' on 'LockManager'";
  slotOf(manager, LOCK_MANAGER);
  required(given, 2, where);
  var name = toText(given[0]);
  var options = lockOptions(given.length > 2 ? given[1] : undefined, where);
  var callback = given.length > 2 ? given[2] : given[1];
  if (typeof callback !== 'function') {
    throw new $TypeError(where + ': the callback provided is not a function.');
  }
  // 4. If origin is an opaque origin, then return a promise rejected with a "SecurityError".
  if (!sharesChannels()) {
    throw domException('SecurityError', where + ': a worker made from a data: URL shares no locks.');
  }
  // 5.–9. What cannot be asked for together.
  if (startsWith(name, '-')) throw notSupported("names cannot start with '-'.");
  if (options.steal && options.ifAvailable) {
    throw notSupported("'steal' and 'ifAvailable' cannot be used together.");
  }
  if (options.steal && options.mode !== 'exclusive') {
    throw notSupported("'steal' may only be used with 'exclusive' locks.");
  }
  var signal = options.signal;
  if (signal && (options.steal || options.ifAvailable)) {
    throw notSupported("'signal' cannot be used with 'steal' or 'ifAvailable'.");
  }
  // 10. If options["signal"] exists and is aborted, then reject with its abort reason.
  if (signal && signal.aborted) throw signal.reason;
  if (lockCount >= mostLocks) {
    host.limitMet(7); // SoftLimit::locks
    throw domException('QuotaExceededError', where + ': this worker holds and waits for ' +
                       mostLocks + ' locks.');
  }
  // 12. Request a lock.
  var number = lastLockRequest + 1;
  if (!host.requestLock(number, name, options.mode === 'shared' ? 1 : 0, options.ifAvailable,
                        options.steal)) {
    throw domException('QuotaExceededError', where + ': the name is too long.');
  }
  lastLockRequest = number;
  lockCount++;
  var request = bare({ name: name, mode: options.mode, signal: signal, callback: callback,
                       resolve: resolve, reject: reject, abort: null });
  lockRequests[number] = request;
  if (!signal) return;
  // https://w3c.github.io/web-locks/#signal-to-abort-the-request
  request.abort = function () {
    if (lockRequests[number] !== request) return;
    forgetRequest(number);
    host.releaseLock(number);
    reject(signal.reason);
  };
  addAbortAlgorithm(signal, request.abort);
}

function forgetRequest(number) {
  delete lockRequests[number];
  lockCount--;
}

// Step 4 of "process the lock request queue": the lock is ours, or was not to be had (null).
host.hooks.lockAnswer = function (number, kind) {
  if (kind === 2) return lockStolen(number);
  var request = lockRequests[number];
  // The request was aborted, and taken back, while this was on its way.
  if (request === undefined) return;
  delete lockRequests[number];
  if (request.abort) removeAbortAlgorithm(request.signal, request.abort);
  var lock = null;
  if (kind === 0) {
    lock = create(Lock.prototype);
    lock[LOCK] = bare({ name: request.name, mode: request.mode });
    heldLocks[number] = request;
  }
  var waiting = new $Promise(function (resolve) {
    resolve(apply(request.callback, undefined, [lock]));
  });
  whenSettled(waiting, function (value) {
    if (lockReleased(number, kind)) request.resolve(value);
  }, function (reason) {
    if (lockReleased(number, kind)) request.reject(reason);
  });
};

// False if it was stolen before: then the promise is rejected already.
function lockReleased(number, kind) {
  if (kind === 1) {
    lockCount--;
    return true;
  }
  if (heldLocks[number] === undefined) return false;
  delete heldLocks[number];
  lockCount--;
  host.releaseLock(number);
  return true;
}

function lockStolen(number) {
  var request = heldLocks[number];
  if (request === undefined) return;
  delete heldLocks[number];
  lockCount--;
  request.reject(domException('AbortError', 'The lock was stolen by another request.'));
}

// Queries wait for each other: what is asked while one is under way is answered by the next, which
// sees all that was requested before.
var lockQuery = null, nextLockQuery = null, lastLockQuery = 0;

function queryLocks(resolve, reject) {
  var waiting = bare({ resolve: resolve, reject: reject });
  if (lockQuery === null) {
    lockQuery = list();
    host.queryLocks(++lastLockQuery);
    append(lockQuery, waiting);
  } else {
    nextLockQuery = nextLockQuery || list();
    append(nextLockQuery, waiting);
  }
}

function lockInfos(items) {
  var infos = list();
  for (var i = 0; i < items.length; i += 3) {
    append(infos, { name: items[i], mode: items[i + 1] === 0 ? 'exclusive' : 'shared',
                    clientId: 'worker-' + items[i + 2] });
  }
  return give(infos);
}

host.hooks.lockSnapshot = function (number, whole, held, pending) {
  var waiting = lockQuery;
  lockQuery = nextLockQuery;
  nextLockQuery = null;
  if (lockQuery !== null) host.queryLocks(++lastLockQuery);
  for (var i = 0; i < waiting.length; i++) {
    if (whole) waiting[i].resolve({ held: lockInfos(held), pending: lockInfos(pending) });
    else waiting[i].reject(domException('QuotaExceededError', 'There are too many locks to list.'));
  }
};

defineInterface(LockManager, null, 0, {
  request(name, callback) {
    var manager = this, given = arguments;
    return new $Promise(function (resolve, reject) {
      requestLock(manager, given, resolve, reject);
    });
  },
  query() {
    var manager = this;
    return new $Promise(function (resolve, reject) {
      slotOf(manager, LOCK_MANAGER);
      if (!sharesChannels()) {
        throw domException('SecurityError', "Failed to execute 'query' on 'LockManager': a worker " +
                           'made from a data: URL shares no locks.');
      }
      queryLocks(resolve, reject);
    });
  },
});
lengths(LockManager.prototype, { request: 2, query: 0 });

function newLockManager() {
  var manager = create(LockManager.prototype);
  manager[LOCK_MANAGER] = true;
  return manager;
}
