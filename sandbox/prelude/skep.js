// skep: what is not of the web platform. A worker's one way to anything outside of its tree.

// The calls of host functions that were not answered yet, by number.
var hostCalls = create(null);
var lastHostCall = 0;

var skep = {
  // Calls a function that a client of the supervisor registered: a promise of what it returns.
  call(name) {
    var given = arguments;
    // What throws in here rejects the promise.
    return new $Promise(function (resolve, reject) {
      required(given, 1, "Failed to execute 'call' on 'skep'");
      name = toText(name);
      var values = list();
      for (var i = 1; i < given.length; i++) append(values, given[i]);
      var bytes = host.serialize(give(values));
      // Getters may have called meanwhile: only now is the number taken.
      var call = ++lastHostCall;
      hostCalls[call] = { resolve: resolve, reject: reject };
      if (!host.call(call, name, bytes)) {
        delete hostCalls[call];
        lastHostCall--;
        throw domException('NotFoundError', 'No host function has a name as long as that.');
      }
    });
  },
  // What the tree was started with; its root has them.
  get arguments() {
    return scope.given || (scope.given = freeze([]));
  }
};
nameAccessors(skep);
defineProperty(skep.call, 'length', { value: 1 });
tagged(skep, 'skep');
hidden(global, 'skep', skep);

// status: 0 it returned `value`, 1 it threw `value`, 2 nobody answers, for a reason of that name and
// message, 3 the answer cannot be deserialized.
host.hooks.hostResult = function (call, status, value, message) {
  var waiting = hostCalls[call];
  if (waiting === undefined) return;
  delete hostCalls[call];
  if (status === 0) waiting.resolve(value);
  else if (status === 1) waiting.reject(value);
  else if (status === 2) waiting.reject(domException(value, message));
  else waiting.reject(domException('DataCloneError', 'The result cannot be deserialized'));
};
