// The worker's own objects for the console: the fields that say something, not all there are.

function named(output, name, value) {
  append(output, name);
  append(output, value);
}

function eventFields(object, output) {
  var record = object[EVENT], message = object[MESSAGE], error = object[ERROR];
  named(output, 'type', record.type);
  if (message !== undefined) {
    named(output, 'data', message.data);
    if (message.origin !== '') named(output, 'origin', message.origin);
    if (message.lastEventId !== '') named(output, 'lastEventId', message.lastEventId);
    if (message.source) named(output, 'source', message.source);
    if (message.ports && message.ports.length > 0) named(output, 'ports', message.ports);
  } else if (error !== undefined) {
    named(output, 'message', error.message);
    named(output, 'filename', error.filename);
    named(output, 'lineno', error.lineno);
    named(output, 'colno', error.colno);
    named(output, 'error', error.error);
  } else if (object[REJECTION] !== undefined) {
    named(output, 'promise', object[REJECTION].promise);
    named(output, 'reason', object[REJECTION].reason);
  } else if (object[CUSTOM] !== undefined) {
    named(output, 'detail', object[CUSTOM].detail);
  }
  if (record.canceled) named(output, 'defaultPrevented', true);
}

function urlFields(url, output) {
  named(output, 'href', serializeUrl(url));
  named(output, 'origin', originOf(url));
  named(output, 'protocol', url.scheme + ':');
  if (url.username) named(output, 'username', url.username);
  if (url.password) named(output, 'password', url.password);
  named(output, 'host', hostAndPort(url));
  named(output, 'hostname', url.host || '');
  named(output, 'port', url.port === null ? '' : '' + url.port);
  named(output, 'pathname', serializePath(url));
  named(output, 'search', url.query ? '?' + url.query : '');
  named(output, 'hash', url.fragment ? '#' + url.fragment : '');
}

// Handlers that are set, as "onmessage".
function handlerFields(object, types, output) {
  for (var i = 0; i < types.length; i++) {
    var handler = handlerOf(object[TARGET], types[i]);
    if (handler && handler.value) named(output, 'on' + types[i], handler.value);
  }
}

// The fields of a platform object as name, value, …; undefined for any other object. Slots are
// looked for on the object itself: what merely inherits from one is an ordinary object.
function platformFields(object) {
  var output = list();
  if (hasOwn(object, EVENT)) {
    eventFields(object, output);
  } else if (hasOwn(object, WORKER)) {
    named(output, 'url', object[WORKER].url);
    if (object[WORKER].name !== '') named(output, 'name', object[WORKER].name);
    handlerFields(object, ['message', 'messageerror', 'error'], output);
  } else if (hasOwn(object, PORT)) {
    if (object[PORT].closed) named(output, 'closed', true);
    handlerFields(object, ['message', 'messageerror', 'close'], output);
  } else if (hasOwn(object, MESSAGE_CHANNEL)) {
    named(output, 'port1', object[MESSAGE_CHANNEL].one);
    named(output, 'port2', object[MESSAGE_CHANNEL].other);
  } else if (hasOwn(object, CHANNEL)) {
    named(output, 'name', object[CHANNEL].name);
    handlerFields(object, ['message', 'messageerror'], output);
  } else if (hasOwn(object, SCOPE)) {
    named(output, 'name', scope.name);
    named(output, 'url', scope.href);
    handlerFields(object, ['message', 'messageerror', 'error', 'unhandledrejection'], output);
  } else if (hasOwn(object, LOCATION)) {
    urlFields(object[LOCATION], output);
  } else if (hasOwn(object, URL_SLOT)) {
    urlFields(object[URL_SLOT].url, output);
  } else if (hasOwn(object, BLOB)) {
    if (object[FILE]) named(output, 'name', object[FILE].name);
    named(output, 'size', object[BLOB].size);
    named(output, 'type', object[BLOB].type);
  } else if (hasOwn(object, SIGNAL)) {
    named(output, 'aborted', object[SIGNAL].aborted);
    if (object[SIGNAL].aborted) named(output, 'reason', object[SIGNAL].reason);
  } else if (hasOwn(object, CONTROLLER)) {
    named(output, 'signal', object[CONTROLLER].signal);
  } else if (hasOwn(object, NAVIGATOR)) {
    named(output, 'userAgent', userAgent);
    named(output, 'hardwareConcurrency', 1);
    named(output, 'language', 'en-US');
    named(output, 'onLine', false);
  } else if (hasOwn(object, PERFORMANCE)) {
    named(output, 'timeOrigin', host.timeOrigin());
  } else {
    return undefined;
  }
  return output;
}

// Own keys of the global object before any user code: they are no news.
var scopeKeys = create(null);
function userKeys(object, fields) {
  var keys = shownKeys(object, false), shown = list(), i, j;
  for (i = 0; i < keys.length; i++) {
    var known = keys[i] === 'isTrusted' && hasOwn(object, EVENT) ||
                object === global && scopeKeys[keys[i]];
    for (j = 0; j < fields.length && !known; j += 2) known = fields[j] === keys[i];
    if (!known) append(shown, keys[i]);
  }
  return shown;
}

function platformView(object, name) {
  if (hasOwn(object, PARAMS)) return paramsView(object, name);
  if (hasOwn(object, MODULE)) {
    return newView('[Module: null prototype] {', '}', shownKeys(object, false));
  }
  var fields = platformFields(object);
  if (!fields) return undefined;
  var view = newView(prefixOf(name, '', 'Object') + '{', '}', userKeys(object, fields));
  view.size = fields.length;
  view.entries = function (context, self, output, level) {
    for (var i = 0; i < fields.length; i += 2) {
      append(output, fieldText(context, fields[i], fields[i + 1], level));
    }
  };
  return view;
}

function paramsView(object, name) {
  var pairs = object[PARAMS].pairs;
  var view = newView(prefixOf(name, '', 'URLSearchParams') + '{', '}', shownKeys(object, false));
  view.size = pairs.length;
  view.entries = function (context, self, output) {
    for (var i = 0; i < pairs.length && i < 2 * ITEM_LIMIT; i += 2) {
      append(output, quoted(pairs[i]) + ' => ' + quoted(pairs[i + 1]));
    }
    moreItems(output, pairs.length / 2 - ITEM_LIMIT, view);
  };
  return view;
}
