// Module graphs: loaded, linked and evaluated for import() and for a module worker's own script.
// https://tc39.es/ecma262/#sec-import-calls

// https://tc39.es/ecma262/#sec-LoadRequestedModules: fetches all that `module` needs. Calls
// done(null), or done({value: error}) as soon as one cannot be had.
function loadGraph(module, done) {
  var state = bare({ loading: true, pending: 1, visited: list(), done: done });
  innerLoad(state, module);
}

// https://tc39.es/ecma262/#sec-InnerModuleLoading
function innerLoad(state, module) {
  // 2.
  if (!module.graphLoaded && !includes(state.visited, module)) {
    append(state.visited, module);
    state.pending += module.requests.length;
    for (var i = 0; i < module.requests.length; i++) {
      if (module.loaded[i] !== undefined) innerLoad(state, module.loaded[i]);
      else loadRequest(state, module, i);
      if (!state.loading) return;
    }
  }
  // 3.–5.
  if (--state.pending > 0) return;
  state.loading = false;
  for (i = 0; i < state.visited.length; i++) state.visited[i].graphLoaded = true;
  (0, state.done)(null);
}

// https://html.spec.whatwg.org/multipage/webappapis.html#hostloadimportedmodule
function loadRequest(state, module, index) {
  var request = module.requests[index];
  fetchModule(request.url, request.type, function (entry) {
    if (entry.module !== null) module.loaded[index] = entry.module;
    // https://tc39.es/ecma262/#sec-ContinueModuleLoading
    if (!state.loading) return;
    if (entry.module !== null) {
      innerLoad(state, entry.module);
    } else {
      state.loading = false;
      (0, state.done)(entry.error);
    }
  });
}

// https://tc39.es/ecma262/#sec-evaluate-import-call → a promise of the namespace. `base`: the URL of
// the script that calls, as text.
function importCall(base, specifier, options) {
  var capability = promiseCapability();
  try {
    specifier = toText(specifier);
    var type = importType(options);
    var url = resolveSpecifier(specifier, typeof base === 'string' ? parseUrl(base, null) : ownUrl());
    checkModuleType(type);
    fetchModule(url, type, function (entry) {
      continueImport(capability, entry);
    });
  } catch (error) {
    capability.reject(error);
  }
  return capability.promise;
}

// The type that the options ask for: '' for JavaScript.
function importType(options) {
  if (options === undefined) return '';
  if (!isObject(options)) throw new $TypeError('The options of import() must be an object');
  var attributes = options['with'], type = '', keys, i;
  if (attributes === undefined) return type;
  if (!isObject(attributes)) throw new $TypeError('Import attributes must be an object');
  keys = ownKeysOf(attributes);
  var values = list();
  for (i = 0; i < keys.length; i++) {
    append(values, attributes[keys[i]]);
    if (typeof values[i] !== 'string') {
      throw new $TypeError("The import attribute '" + keys[i] + "' must be a string");
    }
  }
  for (i = 0; i < keys.length; i++) {
    if (keys[i] !== 'type') {
      throw new $TypeError("The import attribute '" + keys[i] + "' is not supported");
    }
    type = values[i];
  }
  return type;
}

// https://tc39.es/ecma262/#sec-ContinueDynamicImport
function continueImport(capability, entry) {
  // 1.–2.
  if (entry.module === null) {
    capability.reject(entry.error.value);
    return;
  }
  var module = entry.module;
  loadGraph(module, function (failure) {
    // 5. linkAndEvaluate is the reaction to a promise.
    host.queueMicrotask(function () {
      if (failure !== null) capability.reject(failure.value);
      else linkAndEvaluate(capability, module);
    });
  });
}

function linkAndEvaluate(capability, module) {
  try {
    linkModule(module);
  } catch (error) {
    capability.reject(error);
    return;
  }
  whenSettled(evaluateModule(module), function () {
    capability.resolve(moduleNamespace(module));
  }, capability.reject);
}

// What lowered code of a module knows as `_context`.
function moduleContext(module) {
  return bare({
    get meta() {
      return module.meta || (module.meta = importMeta(module.url));
    },
    'import': function (specifier, options) {
      return importCall(module.url, specifier, options);
    }
  });
}

// https://html.spec.whatwg.org/multipage/webappapis.html#hostgetimportmetaproperties
function importMeta(url) {
  return bare({
    url: url,
    resolve: bare({
      resolve: function (specifier) {
        return serializeUrl(resolveSpecifier(toText(specifier), parseUrl(url, null)));
      }
    }).resolve
  });
}

// import() in a classic script, found by the name of the file that calls.
host.hooks.dynamicImport = function (base, specifier, options) {
  return importCall(base, specifier, options);
};

// The root of a module worker.
// https://html.spec.whatwg.org/multipage/webappapis.html#fetch-the-descendants-of-and-link-a-module-script
var moduleRoot = bare({ state: 0, module: null, error: null });

host.hooks.moduleRoot = function (table) {
  var entry = moduleMap[' ' + scope.href] = newEntry(scope.href, '');
  append(entry.waiting, function () {
    if (entry.module === null) failRoot(entry.error);
    else loadGraph(entry.module, linkRoot);
  });
  moduleRoot.entry = entry;
  createModule(entry, table);
};

function failRoot(error) {
  moduleRoot.error = error;
  moduleRoot.state = 2;
}

function linkRoot(failure) {
  if (failure !== null) return failRoot(failure);
  try {
    linkModule(moduleRoot.entry.module);
  } catch (error) {
    return failRoot(bare({ value: error }));
  }
  moduleRoot.state = 1;
}

// 0 on its way, 1 linked, 2 failed: moduleRootError tells with what.
host.hooks.moduleRootState = function () {
  return moduleRoot.state;
};
host.hooks.moduleRootError = function () {
  return moduleRoot.error.value;
};

// https://html.spec.whatwg.org/multipage/webappapis.html#run-a-module-script
host.hooks.runModuleRoot = function () {
  // 9. Upon rejection of evaluationPromise with reason, report the exception given by reason.
  whenSettled(evaluateModule(moduleRoot.entry.module), nothing, host.reportException);
};
