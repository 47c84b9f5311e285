// Worker: a child of this worker.  https://html.spec.whatwg.org/multipage/workers.html#worker
//
// A child is named by its handle: 1, 2, 3… in the order of construction, never used again. The
// table keeps a Worker alive until the supervisor says that the child has ended.

var WORKER = host.slot('Worker');
var workers = create(null);
var lastWorker = 0;
host.hooks.messageEvent.workers = workers;

var workerTypes = bare({ classic: 0, module: 1 });
var credentialModes = bare({ omit: 0, 'same-origin': 1, include: 2 });

function Worker(scriptURL, options) {
  constructing(this, Worker, WORKER);
  required(arguments, 1, "Failed to construct 'Worker'");
  var where = "Failed to construct 'Worker'";
  scriptURL = toScalarText(scriptURL);
  options = toDictionary(options, where);
  var name = '', module = 0;
  if (options) {
    var credentials = options.credentials;
    if (credentials !== undefined) enumeration(credentialModes, credentials, where);
    var nameGiven = options.name;
    if (nameGiven !== undefined) name = toText(nameGiven);
    var type = options.type;
    if (type !== undefined) module = enumeration(workerTypes, type, where);
  }
  // 3.–4. Parse the URL against this realm's base; failure is a SyntaxError. A blob: URL is
  //       resolved here, so that revoking it right afterwards changes nothing.
  var item = scriptSource(scriptURL, where);
  becomeTarget(this);
  var handle = ++lastWorker;
  this[WORKER] = { handle: handle, url: item.url, name: name, terminated: false };
  // https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script, step 13: a
  // module is JavaScript by its MIME type. What is not, there is nothing to load of.
  var loadable = module === 0 || item.untyped || isJavaScriptType(item.type);
  // 7.–9. The supervisor makes the child; what is posted before it runs waits there.
  host.spawn(handle, item.url, name, module === 1, loadable ? item.source : undefined);
  workers[handle] = this;
}

function enumeration(table, value, where) {
  var text = toText(value), found = table[text];
  if (found === undefined) {
    throw new $TypeError(where + ": the provided value '" + text + "' is not a valid enum value.");
  }
  return found;
}

defineInterface(Worker, EventTarget, 1, {
  terminate() {
    var worker = slotOf(this, WORKER);
    if (worker.terminated) return;
    // Nothing is delivered any more, whatever is already on its way.
    worker.terminated = true;
    delete workers[worker.handle];
    host.terminate(worker.handle);
  },
  postMessage(message, options) {
    var worker = slotOf(this, WORKER);
    required(arguments, 1, "Failed to execute 'postMessage' on 'Worker'");
    postTo(worker.handle, message, transferList(options, 'Worker'));
  }
});
lengths(Worker.prototype, { postMessage: 1 });
Worker.prototype.postMessage = host.quickPost(Worker.prototype.postMessage, 1);
handlerAttributes(Worker.prototype, ['error', 'message', 'messageerror']);

// A script named by its URL, for new Worker and importScripts.
function scriptSource(text, where) {
  var url = parseUrl(text, ownUrl());
  if (!url) {
    throw domException('SyntaxError', where + ": '" + text + "' is not a valid URL.");
  }
  return sourceOf(url);
}

// {url, source, type}: data: and blob: URLs bring their bytes along, and their MIME type (a record, or
// null); everything else the supervisor reads, or refuses.
function sourceOf(url) {
  var href = serializeUrl(url);
  if (url.scheme === 'blob') {
    var blob = blobOf(url);
    return { url: href, source: blob && blobBytes(blob), type: parseMimeType(blob ? blob.type : ''),
             untyped: blob !== undefined && blob.type === '' };
  }
  if (url.scheme === 'data') {
    var data = processDataUrl(url);
    return { url: href, source: data && data.bytes, type: data ? data.type : null };
  }
  return { url: href, source: undefined, type: null };
}

host.hooks.childEnded = function (handle) {
  delete workers[handle];
};

// The child failed. kind: 0 exception, 1 load, 2 parse, 3 ended, 4 unhandled rejection.
host.hooks.childError = function (handle, info) {
  var worker = workers[handle];
  if (!worker) return;
  // A rejection fires no event here: it only passes through, to whoever watches the whole tree.
  if (info.kind === 4) {
    info.rejection = true;
    host.reportError(info);
    return;
  }
  var observed = info.observed || listens(worker, 'error');
  // https://html.spec.whatwg.org/multipage/workers.html#worker-processing-model
  // "If the script could not be loaded or parsed: fire an event named error at worker", a plain
  // Event that goes no further.
  if (info.kind === 1 || info.kind === 2) {
    // What was wrong with it, the supervisor has told the operator already.
    dispatch(worker, newEvent(Event, 'error', false), true);
    return;
  }
  // https://html.spec.whatwg.org/multipage/workers.html#runtime-script-errors-2
  // Fire an ErrorEvent with a null error; not handled: report it for this global, and further up.
  var up = { message: info.message, filename: info.filename, lineno: info.lineno,
             colno: info.colno, stack: info.stack, observed: observed };
  if (dispatch(worker, newErrorEvent(up, null), true) && errorAtGlobal(up, null, true)) {
    host.reportError(up);
  }
};
