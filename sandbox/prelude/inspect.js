// inspect: any value as text a person reads. It follows Node.js's util.inspect.
//
// It must hold against hostile values: no getter, no toString, no Proxy trap of the user's runs.
// Properties are read through their descriptors, after the engine itself said that the object is no
// Proxy. Depth, entries and the length of the whole text are bounded.
//
// A context: {depth: deepest level shown, indent, deepest: level of the structure formatted last,
// seen: the structures around this one, circular: those that were met again, left: characters that
// may still be written, width: of a line}.

var TEXT_LIMIT = 256 * 1024;
var KEY_LIMIT = 1000;
var ITEM_LIMIT = 100;

function newContext(depth) {
  return { depth: depth, indent: 0, deepest: 0, seen: list(), circular: list(), left: TEXT_LIMIT,
           width: 80 };
}

// The console's view of one value.
function inspect(value, depth) {
  try {
    return inspectValue(newContext(depth === undefined ? 2 : min(depth, 100)), value, 0);
  } catch (error) {
    // Out of stack or memory, say: what we print then must not need much of either.
    return '[not printable]';
  }
}
function inspectOneLine(value) {
  return join(split(inspect(value, 1), '\n'), ' ');
}

function inspectValue(context, value, level) {
  if (context.left <= 0) return '…';
  var left = context.left, text;
  if (!isObject(value)) {
    text = primitiveText(context, value);
    context.left -= text.length;
    return text;
  }
  // A Proxy shows its target.
  for (var hops = 0; host.classOf(value) === 'Proxy'; hops++) {
    var parts = host.proxyParts(value);
    value = parts ? parts[0] : null;
    if (!isObject(value) || hops > 100) return '<Revoked Proxy>';
  }
  for (var i = 0; i < context.seen.length; i++) {
    if (context.seen[i] === value) return '[Circular *' + circularIndex(context, value) + ']';
  }
  text = inspectObject(context, value, level);
  context.left = left - text.length;
  return text;
}

function circularIndex(context, value) {
  for (var i = 0; i < context.circular.length; i++) {
    if (context.circular[i] === value) return i + 1;
  }
  append(context.circular, value);
  return context.circular.length;
}

// The value of a data property of `object` or of what it inherits from; undefined for accessors.
function dataProperty(object, key) {
  for (var hops = 0; object && hops < 1000; hops++) {
    if (host.classOf(object) === 'Proxy') return undefined;
    var found = ownDescriptor(object, key);
    if (found) return hasOwn(found, 'value') ? found.value : undefined;
    object = getPrototypeOf(object);
  }
}

// The name of the constructor that made `object`; null when it inherits nothing.
function constructorName(object) {
  var first = object;
  for (var hops = 0; object && hops < 1000; hops++) {
    if (host.classOf(object) === 'Proxy') break;
    var found = ownDescriptor(object, 'constructor');
    if (found && hasOwn(found, 'value') && typeof found.value === 'function' &&
        host.classOf(found.value) !== 'Proxy') {
      var name = ownDescriptor(found.value, 'name'),
          prototype = ownDescriptor(found.value, 'prototype');
      if (name && typeof name.value === 'string' && name.value !== '' && prototype &&
          isObject(prototype.value) && isPrototypeOf(prototype.value, first)) {
        return name.value;
      }
    }
    object = getPrototypeOf(object);
    if (!object && hops === 0) return null;
  }
  return 'Object <Complex prototype>';
}

function tagOf(object) {
  var tag = dataProperty(object, $Symbol.toStringTag);
  return typeof tag === 'string' && !hasOwn(object, $Symbol.toStringTag) ? tag : '';
}

// "Point ", "[Object: null prototype] ", "Foo(2) [tag] ".
function prefixOf(name, tag, fallback, size) {
  size = size === undefined ? '' : '(' + size + ')';
  if (name === null) {
    return '[' + fallback + size + ': null prototype] ' +
           (tag !== '' && tag !== fallback ? '[' + tag + '] ' : '');
  }
  return name + size + ' ' + (tag !== '' && tag !== name ? '[' + tag + '] ' : '');
}

// Enumerable own keys, strings and then symbols; `indexed` objects leave their indices out.
function shownKeys(object, indexed) {
  var names = ownKeysOf(object), keys = list(), i;
  for (i = 0; i < names.length; i++) {
    if (!indexed || !isIndex(names[i])) append(keys, names[i]);
    if (keys.length > KEY_LIMIT) break;
  }
  var symbols = ownSymbols(object);
  for (i = 0; i < symbols.length && keys.length <= KEY_LIMIT; i++) {
    if (isEnumerable(object, symbols[i])) append(keys, symbols[i]);
  }
  return keys;
}
function isIndex(text) {
  return '' + (text >>> 0) === text && text >>> 0 !== 4294967295;
}

// A view of an object is {base, open, close, keys, size, entries, listOf}: entries(context, object,
// output, level, view) appends what is not a property, `size` of them (or 1 for some);
// inspect_kinds.js makes one for every kind of object.
function inspectObject(context, object, level) {
  var view = viewOf(context, object, level);
  if (typeof view === 'string') return view;
  if (view.size === 0 && view.keys.length === 0) {
    return (view.base ? view.base + ' ' : '') + view.open + view.close;
  }
  if (level > context.depth) {
    var brief = prefixOf(constructorName(object), tagOf(object), 'Object');
    return '[' + (isArray(object) ? 'Array' : textSlice(brief, 0, -1)) + ']';
  }
  append(context.seen, object);
  level++;
  context.deepest = level;
  var output = list();
  if (view.entries) view.entries(context, object, output, level, view);
  for (var i = 0; i < view.keys.length; i++) {
    if (i === KEY_LIMIT || context.left <= 0) {
      append(output, '... more properties');
      break;
    }
    append(output, propertyText(context, object, view.keys[i], level));
  }
  context.seen.length--;
  var base = view.base;
  for (i = 0; i < context.circular.length; i++) {
    if (context.circular[i] === object) {
      base = '<ref *' + (i + 1) + '>' + (base === '' ? '' : ' ' + base);
    }
  }
  if (output.length === 0) return (base ? base + ' ' : '') + view.open + view.close;
  return layOut(context, output, base, view.open, view.close, view.listOf, level);
}

function propertyText(context, object, key, level) {
  var found = ownDescriptor(object, key);
  if (!found) return keyText(key) + ': undefined';
  var name = found.enumerable ? keyText(key) : '[' + (typeof key === 'symbol' ? symbolText(key)
                                                                              : key) + ']';
  if (hasOwn(found, 'value')) return fieldText(context, name, found.value, level);
  return name + ': ' + (found.get ? found.set ? '[Getter/Setter]' : '[Getter]'
                                  : found.set ? '[Setter]' : 'undefined');
}

function fieldText(context, name, value, level) {
  context.indent += 2;
  var text = inspectValue(context, value, level);
  context.indent -= 2;
  return name + ': ' + text;
}

function itemText(context, value, level) {
  context.indent += 2;
  var text = inspectValue(context, value, level);
  context.indent -= 2;
  return text;
}
