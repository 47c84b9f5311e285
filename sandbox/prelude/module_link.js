// Linking: every imported name is led to its export, before anything runs.
// https://tc39.es/ecma262/#sec-moduledeclarationlinking

function linkModule(module) {
  var stack = list();
  try {
    innerLink(module, stack, 0);
  } catch (error) {
    // 4. What was being linked is unlinked again.
    for (var i = 0; i < stack.length; i++) stack[i].status = UNLINKED;
    throw error;
  }
}

// https://tc39.es/ecma262/#sec-InnerModuleLinking
function innerLink(module, stack, index) {
  if (module.status !== UNLINKED) return index;
  module.status = LINKING;
  module.dfsIndex = module.dfsAncestor = index++;
  append(stack, module);
  for (var i = 0; i < module.requests.length; i++) {
    var required = module.loaded[i];
    index = innerLink(required, stack, index);
    if (required.status === LINKING) {
      module.dfsAncestor = min(module.dfsAncestor, required.dfsAncestor);
    }
  }
  initializeEnvironment(module);
  if (module.dfsAncestor === module.dfsIndex) {
    for (;;) {
      var done = stack[stack.length - 1];
      stack.length--;
      done.status = LINKED;
      if (done === module) break;
    }
  }
  return index;
}

// https://tc39.es/ecma262/#sec-source-text-module-record-initialize-environment
function initializeEnvironment(module) {
  var i, found;
  // 1. Every indirect export must resolve.
  for (var name in module.indirect) {
    found = resolveExport(module, name, list());
    if (found === null || found === AMBIGUOUS) {
      throw missingExport(module, module.indirect[name], found);
    }
  }
  // 7. Every import too. All are looked for before any is bound: a failed link leaves no trace.
  var resolved = list();
  for (i = 0; i < module.imports.length; i++) {
    var entry = module.imports[i];
    found = null;
    if (entry.name !== 0) {
      found = resolveExport(module.loaded[entry.request], entry.name, list());
      if (found === null || found === AMBIGUOUS) throw missingExport(module, entry, found);
    }
    append(resolved, found);
  }
  declareModule(module);
  for (i = 0; i < resolved.length; i++) bindImport(module, i, resolved[i]);
}

function bindImport(module, index, found) {
  var set = module.setters[index];
  if (found === null) {
    // 7.c. import * as
    set(moduleNamespace(module.loaded[module.imports[index].request]));
  } else if (found.cell === null) {
    set(moduleNamespace(found.module));
  } else {
    append(found.cell.setters, set);
    if (found.cell.ready) set(found.cell.value);
  }
}

function missingExport(module, entry, found) {
  var request = module.requests[entry.request];
  var message = "The requested module '" + request.specifier + "' ";
  if (found === AMBIGUOUS) {
    message += "contains conflicting star exports for name '" + entry.name + "'";
  } else {
    message += "does not provide an export named '" + entry.name + "'";
  }
  return errorAtRequest(new syntaxError(message), module, request);
}

// The error shows the place of the import or export statement in the source.
function errorAtRequest(error, module, request) {
  host.setParsePlace(error, module.url, request.line, request.column);
  return error;
}
