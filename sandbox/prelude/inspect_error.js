// Errors for the console: name and message, the stack in the original source, then what else they
// carry. Nothing of the user's runs: name, message and cause are read as data.

function errorHead(object, constructor) {
  var exception = object[EXCEPTION], name, message;
  if (exception !== undefined) {
    name = exception.name;
    message = exception.message;
    return 'DOMException [' + name + ']' + (message === '' ? '' : ': ' + message);
  }
  name = dataProperty(object, 'name');
  message = dataProperty(object, 'message');
  if (typeof name !== 'string') name = 'Error';
  // A class that set no name of its own is called by its constructor.
  if (constructor !== null && constructor !== name && !contains(constructor, '<') &&
      !hasOwn(object, 'name')) {
    name = constructor;
  }
  message = typeof message === 'string' ? message : '';
  return name === '' ? message : message === '' ? name : name + ': ' + message;
}

// The lines of frames alone, or ''.
function framesOf(object) {
  var stack = positionOf(object).stack;
  if (typeof stack !== 'string') return '';
  var at = textIndex(stack, '\n    at ');
  return at < 0 ? '' : textSlice(stack, at);
}

function errorView(context, object, constructor, level) {
  var frames = framesOf(object), head = errorHead(object, constructor);
  var base = frames === '' ? '[' + head + ']' : head + frames;
  if (context.indent > 0) base = join(split(base, '\n'), '\n' + repeat(' ', context.indent));
  var view = newView('{', '}', errorKeys(object, head));
  if (view.keys.length === 0) return base;
  view.base = base;
  return view;
}

// Not again what the first line says already; and `cause` and `errors`, though not enumerable.
function errorKeys(object) {
  var given = shownKeys(object, false), keys = list(), cause = true, errors = true, i;
  for (i = 0; i < given.length; i++) {
    var key = given[i];
    if (key === 'name' || key === 'message' || key === 'stack') continue;
    if (key === 'cause') cause = false;
    if (key === 'errors') errors = false;
    append(keys, key);
  }
  if (cause && hasOwn(object, 'cause')) append(keys, 'cause');
  if (errors && hasOwn(object, 'errors')) append(keys, 'errors');
  return keys;
}
