// What each kind of object looks like: its view (inspect.js), or its whole text.

function newView(open, close, keys) {
  return { base: '', open: open, close: close, keys: keys, entries: null, listOf: null, size: 0 };
}

function viewOf(context, object, level) {
  var kind = host.classOf(object), name = constructorName(object), tag = tagOf(object);
  var special = platformView(object, name, kind);
  if (special !== undefined) return special;
  if (isArray(object)) return arrayView(object, name, tag);
  if (kind !== 'DataView' && kind !== 'ArrayBuffer' && isView(object)) {
    return typedArrayView(object, name, tag, kind);
  }
  switch (kind) {
    case 'Function': return functionView(object, name, tag);
    case 'Error': return errorView(context, object, name, level);
    case 'Map': case 'Set': return collectionView(object, name, tag, kind);
    case 'Date': return based(object, dateText(object), name, tag, kind);
    case 'RegExp': return based(object, '/' + regexpParts(object), name, tag, kind);
    case 'Boolean': case 'Number': case 'String': case 'Symbol':
      return boxedView(object, name, tag, kind);
    case 'ArrayBuffer': return bufferView(object, name, tag);
    case 'DataView': return dataViewView(object, name, tag);
    case 'WeakMap': case 'WeakSet':
      return literalView(object, prefixOf(name, tag, kind), '<items unknown>');
    case 'Promise': return promiseView(object, name, tag);
    case 'Arguments': return argumentsView(object);
  }
  if (isPrototypeOf(ErrorPrototype, object)) return errorView(context, object, name, level);
  return plainView(object, name, tag);
}

function plainView(object, name, tag) {
  var prefix = name === 'Object' && tag === '' ? '' : prefixOf(name, tag, 'Object');
  return newView(prefix + '{', '}', shownKeys(object, false));
}

// An object that is mostly one text: a date, a regular expression.
function based(object, text, name, tag, kind) {
  var view = newView('{', '}', shownKeys(object, false)), prefix = prefixOf(name, tag, kind);
  if (prefix !== kind + ' ') text = prefix + text;
  if (view.keys.length === 0) return text;
  view.base = text;
  return view;
}

var dateISO = uncurry($Date.prototype.toISOString), dateValue = uncurry($Date.prototype.getTime);
function dateText(date) {
  var time = dateValue(date);
  return time !== time ? 'Invalid Date' : dateISO(date);
}

// Flags and source through the engine's own toString; a regular expression of the library's keeps
// both as accessors of a prototype, which it reads itself.
var regexpText = uncurry($RegExp.prototype.toString);
function regexpParts(regexp) {
  try {
    return textSlice(regexpText(regexp), 1);
  } catch (error) {
    return '?/';
  }
}

function literalView(object, prefix, text) {
  var view = newView(prefix + '{', '}', shownKeys(object, false));
  view.size = 1;
  view.entries = function (context, self, output) {
    append(output, text);
  };
  return view;
}

// ---- arrays

function arrayView(array, name, tag) {
  var prefix = name !== 'Array' || tag !== '' ? prefixOf(name, tag, 'Array', array.length) : '';
  // Keys of a huge array would take more memory than the array.
  var view = newView(prefix + '[', ']', array.length > 10000 ? list() : shownKeys(array, true));
  view.size = array.length;
  view.entries = arrayEntries;
  view.listOf = { numbers: true, more: false };
  return view;
}
function argumentsView(object) {
  var view = newView('[Arguments] [', ']', shownKeys(object, true));
  view.size = 1;
  view.entries = arrayEntries;
  view.listOf = { numbers: true, more: false };
  return view;
}

function arrayEntries(context, array, output, level, view) {
  var found = ownDescriptor(array, 'length'), length = found && found.value >>> 0, at = 0;
  for (var shown = 0; at < length && shown < ITEM_LIMIT && context.left > 0; shown++) {
    var holes = at;
    while (at < length && at - holes < 100000 && !hasOwn(array, at)) at++;
    if (at > holes) {
      view.listOf.numbers = false;
      // Far behind the last element seen we stop looking: the array may be empty to its end.
      if (at < length && !hasOwn(array, at)) at = length;
      append(output, '<' + (at - holes) + ' empty item' + (at - holes > 1 ? 's' : '') + '>');
      continue;
    }
    var item = ownDescriptor(array, at++);
    if (hasOwn(item, 'value')) {
      if (typeof item.value !== 'number') view.listOf.numbers = false;
      append(output, itemText(context, item.value, level));
    } else {
      view.listOf.numbers = false;
      append(output, item.get ? item.set ? '[Getter/Setter]' : '[Getter]' : '[Setter]');
    }
  }
  moreItems(output, length - at, view);
}
function moreItems(output, rest, view) {
  if (rest <= 0) return;
  append(output, '... ' + rest + ' more item' + (rest > 1 ? 's' : ''));
  if (view.listOf) view.listOf.more = true;
}

function typedArrayView(array, name, tag, kind) {
  var length = viewGetters.items(array);
  // The tag of a typed array is an accessor and its class name is the tag; both say the same.
  var view = newView(prefixOf(name, tag, kind, length) + '[', ']',
                     length > 10000 ? list() : shownKeys(array, true));
  view.entries = function (context, self, output, level) {
    var count = min(length, ITEM_LIMIT);
    for (var i = 0; i < count; i++) append(output, numberLiteral(self[i]));
    moreItems(output, length - count, view);
  };
  view.size = length;
  view.listOf = { numbers: true, more: false };
  return view;
}
viewGetters.items = uncurry(inheritedGetter($Uint8Array.prototype, 'length'));
viewGetters.bufferLength = uncurry(inheritedGetter($ArrayBuffer.prototype, 'byteLength'));

function bufferView(buffer, name, tag) {
  var view = newView(prefixOf(name, tag, 'ArrayBuffer') + '{', '}', shownKeys(buffer, true));
  view.size = 1;
  view.entries = function (context, self, output) {
    var bytes = new $Uint8Array(self), count = min(bytes.length, 50), parts = list();
    for (var i = 0; i < count; i++) append(parts, hexByte(bytes[i]));
    var more = bytes.length - count;
    append(output, '[Uint8Contents]: <' + join(parts, ' ') +
           (more > 0 ? ' ... ' + more + ' more byte' + (more > 1 ? 's' : '') : '') + '>');
    append(output, 'byteLength: ' + bytes.length);
  };
  return view;
}

function dataViewView(object, name, tag) {
  var view = newView(prefixOf(name, tag, 'DataView') + '{', '}', shownKeys(object, true));
  view.size = 1;
  view.entries = function (context, self, output, level) {
    append(output, 'byteLength: ' + viewGetters.dataLength(self));
    append(output, 'byteOffset: ' + viewGetters.dataOffset(self));
    append(output, fieldText(context, 'buffer', viewGetters.dataBuffer(self), level));
  };
  return view;
}

// ---- collections, promises, boxed primitives

function collectionView(object, name, tag, kind) {
  var items = list(), isMap = kind === 'Map';
  (isMap ? mapForEach : setForEach)(object, function (value, key) {
    if (isMap) append(items, key);
    append(items, value);
  });
  var size = isMap ? items.length / 2 : items.length;
  var view = newView(prefixOf(name, tag, kind, size) + '{', '}', shownKeys(object, false));
  view.size = size;
  view.entries = function (context, self, output, level) {
    for (var i = 0; i < size && context.left > 0; i++) {
      if (i === ITEM_LIMIT) {
        moreItems(output, size - i, view);
        break;
      }
      append(output, isMap ? itemText(context, items[2 * i], level) + ' => ' +
                             itemText(context, items[2 * i + 1], level)
                           : itemText(context, items[i], level));
    }
  };
  return view;
}

// The record of a promise: [state, value or reason]; see builtins/promise.h.
var PROMISE = host.slot('lib:promise');
function promiseView(object, name, tag) {
  var state = object[PROMISE];
  var view = newView(prefixOf(name, tag, 'Promise') + '{', '}', shownKeys(object, false));
  view.size = 1;
  view.entries = function (context, self, output, level) {
    if (!state) return;
    var settled = state[0] & 3;
    append(output, settled === 0 ? '<pending>' : (settled === 2 ? '<rejected> ' : '') +
           itemText(context, state[1], level));
  };
  return view;
}

var unboxed = bare({
  Boolean: uncurry($Boolean.prototype.valueOf), Number: uncurry($Number.prototype.valueOf),
  String: uncurry($String.prototype.valueOf), Symbol: uncurry($Symbol.prototype.valueOf)
});
function boxedView(object, name, tag, kind) {
  var value = unboxed[kind](object), base = '[' + kind;
  if (name !== kind) base += name === null ? ' (null prototype)' : ' (' + name + ')';
  base += ': ' + primitiveText(newContext(0), value) + ']';
  if (tag !== '' && tag !== name) base += ' [' + tag + ']';
  var view = newView('{', '}', shownKeys(object, kind === 'String'));
  if (view.keys.length === 0) return base;
  view.base = base;
  return view;
}

function functionView(object, name, tag) {
  var own = ownDescriptor(object, 'name'), base = '[Function';
  if (name === null) base += ' (null prototype)';
  base += own && typeof own.value === 'string' && own.value !== '' ? ': ' + own.value
                                                                   : ' (anonymous)';
  base += ']';
  if (name !== 'Function' && name !== null) base += ' ' + name;
  if (tag !== '' && tag !== name) base += ' [' + tag + ']';
  var view = newView('{', '}', shownKeys(object, false));
  if (view.keys.length === 0) return base;
  view.base = base;
  return view;
}
