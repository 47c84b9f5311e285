// Module records: what a module exports and how a name is led back to who has it.
// https://tc39.es/ecma262/#sec-source-text-module-records
//
// A record is made from the table that the compiler made of the source (compiler/module_form.h), or
// from a JSON text. Each local export is a cell: its value, whether it was initialized, and who wants
// to hear of a new value: variables of modules that import it, and namespace objects.
// A SourceTextModule's function, called with `_export` and `_context`, declares its functions and
// gives back how to set its imported variables and how to execute it.

var MODULE = host.slot('Module');

var UNLINKED = 0, LINKING = 1, LINKED = 2, EVALUATING = 3, EVALUATING_ASYNC = 4, EVALUATED = 5;

var jsonParse = JSON.parse, preventExtensions = $Object.preventExtensions,
    sortList = uncurry(ArrayPrototype.sort), referenceError = ReferenceError,
    syntaxError = SyntaxError;

function emptyModule(url) {
  return bare({
    url: url, requests: list(), loaded: list(), graphLoaded: false, status: UNLINKED,
    cells: create(null), indirect: create(null), stars: list(), namespace: null, meta: null,
    imports: list(), setters: null, execute: null, waits: false, declaring: false,
    dfsIndex: 0, dfsAncestor: 0, cycleRoot: null, asyncOrder: 0, parents: list(), pending: 0,
    capability: null, error: null
  });
}

// Own properties of the compiler's literal only, whatever is on Object.prototype.
function sourceTextModule(url, table) {
  var module = emptyModule(url), i, item;
  for (i = 0; i < table.requests.length; i++) append(module.requests, moduleRequest(table.requests[i]));
  for (i = 0; i < table.indirect.length; i++) {
    item = table.indirect[i];
    module.indirect[item[0]] = bare({ request: item[1], name: item[2] });
  }
  for (i = 0; i < table.stars.length; i++) append(module.stars, table.stars[i]);
  for (i = 0; i < table.exports.length; i++) {
    if (module.indirect[table.exports[i]] === undefined) {
      module.cells[table.exports[i]] = newCell(table.unset === 0);
    }
  }
  for (i = 0; i < table.imports.length; i++) {
    append(module.imports, bare({ request: table.imports[i][0], name: table.imports[i][1] }));
  }
  module.waits = table.waits === 1;
  module.body = table.body;
  return module;
}

// https://tc39.es/ecma262/#sec-create-default-export-synthetic-module
function jsonModule(url, text) {
  var module = emptyModule(url);
  module.cells['default'] = newCell(true);
  module.cells['default'].value = jsonParse(text);
  module.status = EVALUATED;
  module.cycleRoot = module;
  module.graphLoaded = true;
  return module;
}

// [specifier, line, column, key, value, …]
function moduleRequest(item) {
  var request = bare({ specifier: item[0], line: item[1], column: item[2], type: '', badKey: null,
                       url: null });
  for (var i = 3; i < item.length; i += 2) {
    if (item[i] === 'type') request.type = item[i + 1];
    else request.badKey = item[i];
  }
  return request;
}

function newCell(ready) {
  return bare({ value: undefined, ready: ready, setters: list(), spaces: list() });
}

function setCell(cell, value) {
  cell.value = value;
  cell.ready = true;
  for (var i = 0; i < cell.setters.length; i++) (0, cell.setters[i])(value);
  for (i = 0; i < cell.spaces.length; i++) {
    host.forceProperty(cell.spaces[i].object, cell.spaces[i].name, value);
  }
}

// What lowered code calls `_export`: with a name and a value, or with an object of both. It is told
// of every export at first, with the functions among them.
function exportInto(module, name, value) {
  var cell = module.cells[name];
  if (cell === undefined) return;
  if (module.declaring && value === undefined) return;
  if (name === 'default' && typeof value === 'function') nameDefault(value);
  setCell(cell, value);
}

// https://tc39.es/ecma262/#sec-exports-runtime-semantics-evaluation: an anonymous function or class is
// called "default". Lowered ones have no name, or the one of a variable of swc's.
function nameDefault(value) {
  var found = ownDescriptor(value, 'name');
  if (found !== undefined && found.value !== '' && found.value !== '_default') return;
  if (found === undefined || found.configurable) {
    defineProperty(value, 'name',
                   bare({ value: 'default', writable: false, enumerable: false,
                          configurable: true }));
  }
}

// Declares functions and makes cells known to the code; nothing of the user's runs.
function declareModule(module) {
  if (module.body === undefined || module.execute !== null) return;
  module.declaring = true;
  var declared = (0, module.body)(function (names, value) {
    if (typeof names === 'string') {
      exportInto(module, names, value);
      return value;
    }
    var keys = ownKeysOf(names);
    for (var i = 0; i < keys.length; i++) exportInto(module, keys[i], names[keys[i]]);
    return names;
  }, moduleContext(module));
  module.declaring = false;
  module.body = undefined;
  module.setters = declared.setters;
  module.execute = declared.execute;
}

// What was never assigned is initialized once the module has run.
function finishCells(module) {
  for (var name in module.cells) {
    var cell = module.cells[name];
    if (!cell.ready) setCell(cell, cell.value);
  }
}

// https://tc39.es/ecma262/#sec-getexportednames
function exportedNames(module, seen) {
  // 3.–4. A cycle of `export *` ends here.
  var names = list(), found = create(null), i, name;
  for (i = 0; i < seen.length; i++) if (seen[i] === module) return names;
  append(seen, module);
  // 6.–7. Local and indirect exports.
  for (name in module.cells) append(names, name);
  for (name in module.indirect) append(names, name);
  for (i = 0; i < names.length; i++) found[names[i]] = true;
  // 8. Of the star exports, each name once, and never "default".
  for (i = 0; i < module.stars.length; i++) {
    var others = exportedNames(module.loaded[module.stars[i]], seen);
    for (var j = 0; j < others.length; j++) {
      if (others[j] !== 'default' && found[others[j]] === undefined) {
        found[others[j]] = true;
        append(names, others[j]);
      }
    }
  }
  return names;
}

var AMBIGUOUS = bare({});

// https://tc39.es/ecma262/#sec-resolveexport → {module, name, cell}, or with a null cell for the
// module's namespace; null; or AMBIGUOUS.
function resolveExport(module, name, seen) {
  // 2.–3. A circular import request is no export.
  for (var i = 0; i < seen.length; i++) {
    if (seen[i].module === module && seen[i].name === name) return null;
  }
  append(seen, bare({ module: module, name: name }));
  // 4.–5. Its own, or that of the module it names.
  var cell = module.cells[name];
  if (cell !== undefined) return bare({ module: module, name: name, cell: cell });
  var indirect = module.indirect[name];
  if (indirect !== undefined) {
    var from = module.loaded[indirect.request];
    if (indirect.name === 0) return bare({ module: from, name: null, cell: null });
    return resolveExport(from, indirect.name, seen);
  }
  // 6. A default export cannot be provided by `export *`.
  if (name === 'default') return null;
  // 7.–9. All stars that have it must mean the same.
  var star = null;
  for (i = 0; i < module.stars.length; i++) {
    var found = resolveExport(module.loaded[module.stars[i]], name, seen);
    if (found === AMBIGUOUS) return found;
    if (found === null) continue;
    if (star === null) star = found;
    else if (found.module !== star.module || found.cell !== star.cell) return AMBIGUOUS;
  }
  return star;
}

// https://tc39.es/ecma262/#sec-getmodulenamespace and #sec-module-namespace-exotic-objects
//
// A frozen-looking object whose values we change by force: reading it costs what reading any object
// costs. A name that is not initialized is an accessor that throws, until it is.
function moduleNamespace(module) {
  if (module.namespace !== null) return module.namespace;
  var space = module.namespace = create(null);
  space[MODULE] = module;
  defineProperty(space, $Symbol.toStringTag,
                 bare({ value: 'Module', writable: false, enumerable: false,
                        configurable: false }));
  // 3. Names that resolve, in the order of their code units.
  var names = sortList(exportedNames(module, list()));
  for (var i = 0; i < names.length; i++) {
    var found = resolveExport(module, names[i], list());
    if (found !== null && found !== AMBIGUOUS) addToNamespace(space, names[i], found);
  }
  preventExtensions(space);
  return space;
}

function addToNamespace(space, name, found) {
  if (found.cell === null) {
    host.forceProperty(space, name, moduleNamespace(found.module));
    return;
  }
  append(found.cell.spaces, bare({ object: space, name: name }));
  if (found.cell.ready) {
    host.forceProperty(space, name, found.cell.value);
    return;
  }
  defineProperty(space, name, bare({
    get: function () {
      throw new referenceError("Cannot access '" + name + "' before initialization");
    },
    enumerable: true, configurable: false
  }));
}
