// Code in strings: new Function('…') and setTimeout('…').
//
// The engine itself takes ES5 and is asked first. What it cannot parse goes the way of an imported
// script: the supervisor has it lowered by the sealed compiler, within the same quotas, and this worker
// waits. Direct and indirect eval() stay the engine's own: the one sees local variables, the other gives
// the value of its last statement, and lowering keeps neither.

// The name under which positions in such code are told; one for all, so that their number needs no
// bound.
function nameOfMadeCode() {
  return scope.href + '#made-from-text';
}

function runLowered(source) {
  var items = list();
  append(items, bare({ url: nameOfMadeCode(), source: source }));
  host.importScripts(give(items));
}

// Whether the engine can parse it as a script. A return statement is let pass here, and is an error
// when the script runs.
function parsesAsIs(code) {
  try {
    new $Function(code);
    return true;
  } catch (error) {
    return false;
  }
}

// A string handler of a timer is a classic script of its own.
function runCode(code) {
  if (parsesAsIs(code)) indirectEval(code);
  else runLowered(code);
}

// What lowered code hands its function to; a property of the global object for as long as that runs.
function functionFromLowered(parameters, body) {
  var made;
  defineProperty(global, '__swc_made', bare({
    value: function (value) { made = value; }, configurable: true
  }));
  try {
    runLowered('__swc_made(function anonymous(' + parameters + '\n) {\n' + body + '\n})');
  } finally {
    delete global.__swc_made;
  }
  return made;
}

// https://tc39.es/ecma262/#sec-createdynamicfunction
var EngineFunction = $Function;
function FunctionConstructor() {
  var count = arguments.length, texts = list(), i, made;
  for (i = 0; i < count; i++) append(texts, toText(arguments[i]));
  var body = count > 0 ? texts[count - 1] : '', parameters = '';
  for (i = 0; i < count - 1; i++) parameters += (i > 0 ? ',' : '') + texts[i];
  try {
    made = new EngineFunction(parameters, body);
  } catch (error) {
    if (!(error instanceof SyntaxErrorOfEngine)) throw error;
    made = functionFromLowered(parameters, body);
  }
  if (this instanceof FunctionConstructor && getPrototypeOf(this) !== FunctionPrototype) {
    setPrototypeOf(made, getPrototypeOf(this));
  }
  return made;
}
var SyntaxErrorOfEngine = SyntaxError;
defineProperty(FunctionConstructor, 'name', { value: 'Function', configurable: true });
defineProperty(FunctionConstructor, 'length', { value: 1, configurable: true });
defineProperty(FunctionConstructor, 'prototype', { value: FunctionPrototype, writable: false });
defineProperty(FunctionPrototype, 'constructor', {
  value: FunctionConstructor, writable: true, configurable: true, enumerable: false
});
defineProperty(global, 'Function', {
  value: FunctionConstructor, writable: true, configurable: true, enumerable: false
});
