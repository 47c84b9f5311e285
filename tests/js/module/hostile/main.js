// Whatever a script does to the built-ins, modules are loaded, linked and evaluated as before.
const poison = name => () => { throw new Error('poison ' + name); };
const names = ['value', 'get', 'writable', 'enumerable', '0', '1', 'requests', 'type', 'waiting', 'url',
               'error', 'module', 'source', 'resolve', 'cells'];
const keep = { Promise, defineProperty: Object.defineProperty, log: console.log };
const then = Promise.prototype.then;
keep.start = () => import('./graph.js');
keep.start().then(space => space.done());
const accessors = name => {
  const descriptor = Object.create(null);
  descriptor.get = poison('get ' + name);
  descriptor.set = poison('set ' + name);
  descriptor.configurable = true;
  return descriptor;
};
const descriptors = names.map(accessors);
const constructor = accessors('constructor');
for (let i = 0; i < names.length; i++) {
  keep.defineProperty(Object.prototype, names[i], descriptors[i]);
}
for (const key of ['push', 'slice', 'indexOf', 'sort', 'join', 'map', 'forEach', 'splice']) {
  Array.prototype[key] = poison(key);
}
for (const key of ['then', 'catch', 'finally']) Promise.prototype[key] = poison(key);
for (const key of ['indexOf', 'slice', 'startsWith', 'charCodeAt', 'toLowerCase']) {
  String.prototype[key] = poison(key);
}
keep.defineProperty(Promise.prototype, 'constructor', constructor);
self.Promise = self.Symbol = self.Reflect = self.JSON = undefined;
Object.defineProperty = Object.keys = Object.create = Object.preventExtensions = poison('Object');
self.clean = () => {
  for (let i = 0; i < names.length; i++) delete Object.prototype[names[i]];
};
