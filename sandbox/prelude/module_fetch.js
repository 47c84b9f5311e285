// The module map: each module script of this realm, by its URL and type, fetched once.
// https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script
//
// An entry is a module, an error (a parse error, or failure to fetch), or still on its way, and then
// it has those who wait. What failed stays failed.

var moduleMap = create(null);
// Requests to the supervisor, by number. So many may be on their way, and so many of them with
// a source; the rest wait. (proto/limits.h)
var moduleLoads = create(null), waitingLoads = list();
var lastLoad = 0, loadsRunning = 0, sourcesRunning = 0;
var mostLoads = 16, mostSources = 4;

// Files that no server would call JavaScript.
var otherFiles = /\.(?:json|css|html?)$/;

// Calls done(entry), now or later.
function fetchModule(url, type, done) {
  var href = serializeUrl(url), key = type + ' ' + href, entry = moduleMap[key];
  // 6.–7. Fetched already, or being fetched.
  if (entry !== undefined) {
    if (entry.waiting === null) done(entry);
    else append(entry.waiting, done);
    return;
  }
  // 8.
  entry = moduleMap[key] = newEntry(href, type);
  append(entry.waiting, done);
  var source;
  try {
    source = moduleSource(url, type);
  } catch (error) {
    finishFetch(entry, null, error);
    return;
  }
  append(waitingLoads, bare({ entry: entry, source: source }));
  startLoads();
}

function newEntry(href, type) {
  return bare({ href: href, type: type, waiting: list(), module: null, error: null });
}

function fetchFailure(href, why) {
  return new $TypeError('Failed to fetch module ' + href + ': ' + why);
}

// The bytes that a data: or blob: URL stands for; undefined: the supervisor has them. Throws if its
// MIME type is not of the wanted type. A blob without a type is taken for what is wanted.
function moduleSource(url, type) {
  var given = sourceOf(url);
  if (url.scheme !== 'data' && url.scheme !== 'blob') {
    if (type === '' && holds(lowerCase(serializePath(url)), otherFiles)) {
      throw fetchFailure(given.url, 'it is not JavaScript');
    }
    return undefined;
  }
  if (given.source === undefined) throw fetchFailure(given.url, 'there is nothing at that URL');
  if (given.untyped) return given.source;
  if (!(type === 'json' ? isJsonType(given.type) : isJavaScriptType(given.type))) {
    throw fetchFailure(given.url, 'its type is ' + (given.type ? given.type.essence : 'none'));
  }
  return given.source;
}

function startLoads() {
  while (waitingLoads.length > 0 && loadsRunning < mostLoads) {
    var load = waitingLoads[0];
    if (load.source !== undefined && sourcesRunning >= mostSources) return;
    removeAt(waitingLoads, 0);
    var number = ++lastLoad;
    loadsRunning++;
    if (load.source !== undefined) sourcesRunning++;
    moduleLoads[number] = load;
    try {
      host.loadModule(number, load.entry.href, load.entry.type === 'json', load.source);
    } catch (error) {
      endLoad(number);
      finishFetch(load.entry, null, error);
    }
  }
}

function endLoad(number) {
  var load = moduleLoads[number];
  delete moduleLoads[number];
  loadsRunning--;
  if (load.source !== undefined) sourcesRunning--;
  return load.entry;
}

// status: 0 `value` is a module's table, or a JSON text; 1 it is a sentence: why the script cannot be
// had; 2 it is a SyntaxError.
host.hooks.moduleLoaded = function (number, status, value) {
  if (moduleLoads[number] === undefined) return;
  var entry = endLoad(number);
  startLoads();
  if (status === 1) finishFetch(entry, null, fetchFailure(entry.href, value));
  else if (status === 2) finishFetch(entry, null, value);
  else createModule(entry, value);
};

// https://html.spec.whatwg.org/multipage/webappapis.html#creating-a-javascript-module-script
function createModule(entry, value) {
  var module;
  try {
    if (entry.type === 'json') {
      module = jsonModule(entry.href, value);
    } else {
      module = sourceTextModule(entry.href, value);
      for (var i = 0; i < module.requests.length; i++) checkRequest(module, module.requests[i]);
    }
  } catch (error) {
    finishFetch(entry, null, error);
    return;
  }
  finishFetch(entry, module, null);
}

function finishFetch(entry, module, error) {
  var waiting = entry.waiting;
  entry.waiting = null;
  entry.module = module;
  if (module === null) entry.error = bare({ value: error });
  for (var i = 0; i < waiting.length; i++) (0, waiting[i])(entry);
}

// Step 9: what is wrong with a request for another module is a parse error of the script.
function checkRequest(module, request) {
  try {
    if (request.badKey !== null) {
      throw new syntaxError("The import attribute '" + request.badKey + "' is not supported");
    }
    request.url = resolveSpecifier(request.specifier, parseUrl(module.url, null));
    checkModuleType(request.type);
  } catch (error) {
    throw errorAtRequest(error, module, request);
  }
}

function checkModuleType(type) {
  if (type !== '' && type !== 'json') {
    throw new $TypeError("'" + type + "' is not a type of module");
  }
}

// https://html.spec.whatwg.org/multipage/webappapis.html#resolve-a-module-specifier, without import
// maps: a worker has none.
function resolveSpecifier(specifier, base) {
  var relative = startsWith(specifier, '/') || startsWith(specifier, './') ||
                 startsWith(specifier, '../');
  var url = parseUrl(specifier, relative ? base : null);
  if (!url) {
    throw new $TypeError("Failed to resolve module specifier '" + specifier + "'" +
                         (relative ? '' : '. Relative references must start with either "/", ' +
                                          '"./", or "../".'));
  }
  return url;
}
