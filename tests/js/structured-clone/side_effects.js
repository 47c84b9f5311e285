// What getters do in the middle of a clone, and what an error takes along.
const shown = (what, make) => {
  let result;
  try {
    result = make();
  } catch (error) {
    result = `threw ${error && error.name}`;
  }
  console.log(what + ':', result);
};
const keys = (value) => Object.keys(value).join();

// Keys are those of when the object began; what is gone by its turn is left out.
shown('a key that a getter deletes', () => keys(structuredClone({get a() { delete this.b; }, b: 1, c: 2})));
shown('one that is inherited then', () => {
  Object.prototype.b = 'inherited';
  try {
    return keys(structuredClone({get a() { delete this.b; }, b: 1, c: 2}));
  } finally {
    delete Object.prototype.b;
  }
});
shown('a key that a getter adds', () => keys(structuredClone({get a() { this.z = 1; }, b: 1})));
shown('an array that grows', () => {
  const array = [{get x() { array.push(3); array.name = 1; }}, 2];
  const clone = structuredClone(array);
  return keys(clone) + ' ' + clone.length;
});
shown('an array that shrinks', () => {
  const array = [{get x() { array.length = 1; }}, 2, 3];
  const clone = structuredClone(array);
  return keys(clone) + ' ' + clone.length;
});
shown('an array that gets holes', () => {
  const array = [{get x() { array[1e6] = 1; delete array[1]; }}, 2, 3];
  const clone = structuredClone(array);
  return keys(clone) + ' ' + clone.length;
});
shown('a Map that grows', () => {
  const map = new Map([[{get x() { map.set('z', 1); }}, 1], ['b', 2]]);
  return structuredClone(map).size;
});
shown('a buffer that a getter detaches', () => {
  const buffer = new ArrayBuffer(8);
  return structuredClone({get x() { structuredClone(0, {transfer: [buffer]}); }, buffer});
});
shown('and that was to be transferred', () => {
  const buffer = new ArrayBuffer(8);
  return structuredClone({get x() { structuredClone(0, {transfer: [buffer]}); }},
                         {transfer: [buffer]});
});
shown('a port that a getter closes', () => {
  const {port1, port2} = new MessageChannel();
  return structuredClone({get x() { port1.close(); }, port1}, {transfer: [port1]});
});

// Errors run the getter of their name, and nothing else.
shown('a name that throws', () => {
  const error = new Error();
  Object.defineProperty(error, 'name', {get() { throw new RangeError(); }});
  return structuredClone(error);
});
shown('a name that is a Symbol', () => structuredClone(Object.assign(new Error('m'), {name: Symbol()})).name);
shown('a name that nobody knows', () => {
  const clone = structuredClone(Object.assign(new TypeError('m'), {name: 'Own'}));
  return clone.name + (Object.getPrototypeOf(clone) === Error.prototype);
});
shown('an accessor for the message', () => {
  const error = new Error();
  Object.defineProperty(error, 'message', {get() { throw new Error('never'); }});
  return Object.hasOwn(structuredClone(error), 'message');
});
shown('a message that is an object', () => {
  const error = new Error();
  error.message = {toString: () => 'made'};
  return structuredClone(error).message;
});
shown('toString of the user', () => {
  const error = new TypeError('m');
  error.toString = () => { throw new Error('never'); };
  return structuredClone(error).stack.split('\n')[0];
});
shown('a stack of the user', () => structuredClone(Object.assign(new Error('m'), {stack: 'own'})).stack);
shown('an AggregateError', () => {
  class Own extends AggregateError {}
  const error = new Own([1], 'm');
  const clone = structuredClone(error);
  return [error instanceof Own, error.errors, typeof error.stack, clone.constructor === Error,
          clone.message, clone.errors].join();
});
shown('the stack', () => {
  const error = new RangeError('m');
  return structuredClone(error).stack === error.stack;
});

// Depth.
const nested = (depth) => {
  let value = 'core';
  for (let i = 0; i < depth; i++) value = {value};
  return value;
};
shown('deep', () => {
  let value = structuredClone(nested(20000)), depth = 0;
  for (; value.value; value = value.value) depth++;
  return depth;
});
shown('too deep', () => structuredClone(nested(60000)));

// Posts in the middle of a post, through and around the port.
const {port1, port2} = new MessageChannel();
port2.onmessage = ({data}) => console.log('arrived', JSON.stringify(data));
port1.postMessage({get a() { port1.postMessage('inner'); return 'outer'; }});
const other = new MessageChannel();
shown('a port that its own message takes away', () => {
  port1.postMessage({get a() { structuredClone(0, {transfer: [port1]}); return 'last'; }});
});
shown('and afterwards', () => port1.postMessage('nobody hears'));
other.port2.onmessage = ({data}) => console.log('arrived', data);
other.port1.postMessage({get a() { other.port1.close(); return 1; }});
other.port1.postMessage('never');

// Prototypes that the script has spoiled mean nothing to what is ours.
const poison = () => { throw new Error('poison'); };
const last = new MessageChannel();
const results = [];
last.port2.onmessage = (event) => {
  results.push(event.ports.length === 1, event.data.list[1] === 2, event.data.map.get(1) === 2);
  console.log(results.join());
};
const moved = new MessageChannel().port1;
const message = {list: [1, 2], map: new Map([[1, 2]])};
const options = Object.assign(Object.create(null), {transfer: [moved]});
const {push} = Array.prototype;
const {freeze} = Object;
const names = ['then', 'get', 'set', 'handle', 'transfer', 'first', 'ends', '0'];
for (let i = 0; i < names.length; i++) {
  const name = names[i];
  Object.defineProperty(Object.prototype, name, {get: poison, set: poison, configurable: true});
}
Array.prototype.push = poison;
Object.freeze = poison;
let problem = null;
try {
  last.port1.postMessage(message, options);
} catch (error) {
  problem = error;
}
for (let i = 0; i < names.length; i++) delete Object.prototype[names[i]];
Array.prototype.push = push;
Object.freeze = freeze;
console.log('problem', problem);
