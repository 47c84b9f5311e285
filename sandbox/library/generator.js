// The machine behind lowered generators and async functions.
//
// swc turns a generator's body into a function that is called again and again with a state
// (`label`, `sent()`, `trys`, `ops`) and returns instructions [opcode, value]:
// 0 next, 1 throw, 2 return, 3 break, 4 yield, 5 yield*, 6 catch, 7 endfinally.
// This is tslib's __generator with the state in one object and its methods on prototypes, so that
// a generator costs two objects instead of eight.
import { create, define, defineHidden, defineProperty, defineTag, hasOwn, hidden, isObject,
         setPrototypeOf, uncurried } from './define.js';
import { IteratorPrototype } from './iterators.js';

var slot = hidden('generator');

var listPrototype = create(null);
listPrototype.push = Array.prototype.push;
listPrototype.pop = Array.prototype.pop;

// invoke(method, receiver, argument), whatever became of Function.prototype.call.
var invoke = uncurried(Function.prototype.call);

// What a state begins with is here: it has of its own only what has changed.
var statePrototype = {
  label: 0,
  last: undefined,  // the operation that came last; undefined before the first
  inner: undefined,
  running: false,
  done: false,
  passed: false,
  sent: function () {
    if (this.last[0] & 1) throw this.last[1];
    return this.last[1];
  }
};
['trys', 'ops'].forEach(function (name) {
  defineProperty(statePrototype, name, {
    get: function () {
      // Lowered code calls push and pop: those of the engine, whatever became of Array.prototype.
      var list = setPrototypeOf([], listPrototype);
      defineHidden(this, name, list);
      return list;
    }
  });
});

// Goes on with operation `opcode`: gives what was yielded, or returned when state.done is true then.
// Inside yield* it is the inner iterator's own result object that is given, and state.passed is true.
function resume(state, opcode, value) {
  if (state.running) throw new TypeError('Generator is already executing.');
  var op = [opcode, value];
  if (state.last === undefined && opcode !== 0) state.done = true;  // before it began
  var last;
  while (!state.done) {
    try {
      state.running = true;
      var inner = state.inner;
      if (inner) {
        // Inside yield*: pass the operation on to the inner iterator.
        var method = op[0] & 2 ? inner['return'] : op[0] ? inner['throw'] : inner.next;
        if (op[0] === 1 && (method === undefined || method === null)) {
          method = inner['return'];
          if (method !== undefined && method !== null) invoke(method, inner);
          throw new TypeError('the iterator has no method throw');
        }
        if (method !== undefined && method !== null) {
          last = invoke(method, inner, op[1]);
          if (!isObject(last)) throw new TypeError('iterator result is not an object');
          if (!last.done) {
            state.passed = true;
            return last;
          }
          op = [op[0] & 2, last.value];
        }
        state.inner = undefined;
      }
      switch (op[0]) {
        case 0: case 1: state.last = op; break;
        case 4: state.label++; return op[1];
        case 5: state.label++; state.inner = op[1]; op = [0]; continue;
        case 7: op = state.ops.pop(); state.trys.pop(); continue;
        default:
          var region = state.trys.length > 0 ? state.trys[state.trys.length - 1] : undefined;
          if (!region && (op[0] === 6 || op[0] === 2)) { state.done = true; continue; }
          if (op[0] === 3 && (!region || (op[1] > region[0] && op[1] < region[3]))) {
            state.label = op[1];
            break;
          }
          if (op[0] === 6 && state.label < region[1]) {
            state.label = region[1];
            state.last = op;
            break;
          }
          if (region && state.label < region[2]) {
            state.label = region[2];
            state.ops.push(op);
            break;
          }
          if (region[2]) state.ops.pop();
          state.trys.pop();
          continue;
      }
      op = invoke(state.body, state.receiver, state);
    } catch (error) {
      op = [6, error];
      state.inner = undefined;
    } finally {
      state.running = false;
    }
  }
  if (op[0] & 5) throw op[1];
  return op[0] ? op[1] : undefined;
}

function step(state, opcode, value) {
  var given = resume(state, opcode, value);
  if (state.passed) {
    state.passed = false;
    return given;
  }
  return { value: given, done: state.done };
}

function stateOf(generator) {
  if (!isObject(generator) || !hasOwn(generator, slot)) throw new TypeError('not a generator');
  return generator[slot];
}

var GeneratorPrototype = create(IteratorPrototype);
define(GeneratorPrototype, {
  next: function (value) { return step(stateOf(this), 0, value); },
  'return': function (value) { return step(stateOf(this), 2, value); },
  'throw': function (value) { return step(stateOf(this), 1, value); }
});
defineTag(GeneratorPrototype, 'Generator');

export function _ts_generator(receiver, body) {
  var state = create(statePrototype);
  state.body = body;
  state.receiver = receiver;
  var generator = create(GeneratorPrototype);
  generator[slot] = state;
  return generator;
}

// For a generator with parameters that are to be read at the call: runs up to the mark that the
// compiler put in front of its body, and then is one that has not begun.
export function _ts_gen_eager(receiver, body) {
  var generator = _ts_generator(receiver, body);
  var state = generator[slot];
  resume(state, 0, undefined);
  state.last = undefined;
  return generator;
}

// Async functions are driven from C++ (../builtins/async_function.h).
host.setGenerator(resume);
