// Evaluation: each module once, after what it imports; those with top-level await in parallel.
// https://tc39.es/ecma262/#sec-moduleevaluation
//
// A module's `asyncOrder` is its [[AsyncEvaluationOrder]]: 0 unset, -1 done.

var lastAsyncOrder = 0;

function nothing() {}

function promiseCapability() {
  var capability = bare({ promise: null, resolve: null, reject: null });
  capability.promise = new $Promise(function (resolve, reject) {
    capability.resolve = resolve;
    capability.reject = reject;
  });
  return capability;
}

// Evaluate() → a promise.
function evaluateModule(module) {
  // 3. A module of a cycle is evaluated with its root.
  if (module.status >= EVALUATING_ASYNC && module.cycleRoot !== null) module = module.cycleRoot;
  // 4.
  if (module.capability !== null) return module.capability.promise;
  // 5.–8.
  var stack = list(), capability = module.capability = promiseCapability();
  try {
    innerEvaluate(module, stack, 0);
  } catch (error) {
    // 9. An abrupt completion is that of all modules of the cycle.
    for (var i = 0; i < stack.length; i++) {
      stack[i].status = EVALUATED;
      stack[i].error = bare({ value: error });
    }
    capability.reject(error);
    return capability.promise;
  }
  // 10. Nothing to wait for.
  if (module.asyncOrder <= 0) capability.resolve(undefined);
  return capability.promise;
}

// https://tc39.es/ecma262/#sec-innermoduleevaluation
function innerEvaluate(module, stack, index) {
  // 2.–3.
  if (module.status >= EVALUATING_ASYNC) {
    if (module.error !== null) throw module.error.value;
    return index;
  }
  if (module.status === EVALUATING) return index;
  // 5.–10.
  module.status = EVALUATING;
  module.dfsIndex = module.dfsAncestor = index++;
  module.pending = 0;
  append(stack, module);
  // 11. What it asks for is evaluated first.
  for (var i = 0; i < module.requests.length; i++) {
    var required = module.loaded[i];
    index = innerEvaluate(required, stack, index);
    if (required.status === EVALUATING) {
      module.dfsAncestor = min(module.dfsAncestor, required.dfsAncestor);
    } else {
      required = required.cycleRoot;
      if (required.error !== null) throw required.error.value;
    }
    if (required.asyncOrder > 0) {
      module.pending++;
      append(required.parents, module);
    }
  }
  // 12. If module waits, for others or by itself, then its order among those is fixed now.
  if (module.pending > 0 || module.waits) {
    module.asyncOrder = ++lastAsyncOrder;
    if (module.pending === 0) executeAsync(module);
  } else {
    // 13.
    executeModule(module);
  }
  // 16. The root of a cycle takes all of it off the stack.
  if (module.dfsAncestor === module.dfsIndex) {
    for (;;) {
      var done = stack[stack.length - 1];
      stack.length--;
      done.status = done.asyncOrder === 0 ? EVALUATED : EVALUATING_ASYNC;
      done.cycleRoot = module;
      if (done === module) break;
    }
  }
  return index;
}

function executeModule(module) {
  var execute = module.execute;
  execute();
  finishCells(module);
}

// https://tc39.es/ecma262/#sec-execute-async-module
function executeAsync(module) {
  var execute = module.execute;
  whenSettled(execute(), function () {
    finishCells(module);
    asyncFulfilled(module);
  }, function (error) {
    asyncRejected(module, error);
  });
}

// https://tc39.es/ecma262/#sec-gather-available-ancestors
function gatherAncestors(module, found) {
  for (var i = 0; i < module.parents.length; i++) {
    var parent = module.parents[i];
    if (includes(found, parent) || parent.cycleRoot.error !== null) continue;
    if (--parent.pending > 0) continue;
    append(found, parent);
    if (!parent.waits) gatherAncestors(parent, found);
  }
}

function includes(items, item) {
  for (var i = 0; i < items.length; i++) if (items[i] === item) return true;
  return false;
}

function byAsyncOrder(a, b) {
  return a.asyncOrder - b.asyncOrder;
}

// https://tc39.es/ecma262/#sec-async-module-execution-fulfilled
function asyncFulfilled(module) {
  // 1. Another of its cycle has failed.
  if (module.status === EVALUATED) return;
  settleAsync(module);
  // 8.–10. What waited for it alone, in the order in which it was found.
  var ready = list();
  gatherAncestors(module, ready);
  sortList(ready, byAsyncOrder);
  // 12.
  for (var i = 0; i < ready.length; i++) {
    var next = ready[i];
    if (next.status === EVALUATED) continue;
    if (next.waits) {
      executeAsync(next);
      continue;
    }
    try {
      executeModule(next);
    } catch (error) {
      asyncRejected(next, error);
      continue;
    }
    settleAsync(next);
  }
}

function settleAsync(module) {
  module.asyncOrder = -1;
  module.status = EVALUATED;
  if (module.capability !== null) module.capability.resolve(undefined);
}

// https://tc39.es/ecma262/#sec-async-module-execution-rejected
function asyncRejected(module, error) {
  if (module.status === EVALUATED) return;
  module.error = bare({ value: error });
  module.status = EVALUATED;
  module.asyncOrder = -1;
  for (var i = 0; i < module.parents.length; i++) asyncRejected(module.parents[i], error);
  if (module.capability !== null) module.capability.reject(error);
}
