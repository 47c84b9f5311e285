// Web IDL: how an interface becomes JavaScript, and how JavaScript values become IDL values.
// https://webidl.spec.whatwg.org/#js-interfaces
//
// An interface is its constructor and one object literal of members. The literal itself becomes
// the prototype: what is written there as a method or an accessor is enumerable and configurable,
// as the standard wants, and costs nothing twice. Internal slots live under hidden symbols.

function illegalInvocation() {
  return new $TypeError('Illegal invocation');
}

// The internal slot of `self`; an object without it is of another interface, and so is one that merely
// inherits from an object with it. A missing `this` means the global object.
function slotOf(self, slot) {
  if (self === undefined || self === null) self = global;
  var record = self[slot];
  if (record === undefined || !hasOwn(self, slot)) throw illegalInvocation();
  return record;
}

// The receiver itself, under the same rules.
function receiver(self, slot) {
  if (self === undefined || self === null) self = global;
  slotOf(self, slot);
  return self;
}

// A hidden symbol meets no setter of the user's, so an assignment does. At run time we never call
// defineProperty with a descriptor that inherits: a guest may have put `get` on Object.prototype.
function setSlot(object, slot, value) {
  object[slot] = value;
}

function hidden(object, key, value) {
  defineProperty(object, key, bare({ value: value, writable: true, enumerable: false,
                                     configurable: true }));
}

function constant(object, key, value) {
  defineProperty(object, key,
                 { value: value, writable: false, enumerable: true, configurable: false });
}

function tagged(object, name) {
  defineProperty(object, $Symbol.toStringTag,
                 bare({ value: name, writable: false, enumerable: false, configurable: true }));
}

// An accessor's functions are called "get x" and "set x". (The engine refuses methods called get,
// set or delete in the short form: those are function expressions, without a name of their own.)
function nameAccessors(object) {
  var names = ownNames(object);
  for (var i = 0; i < names.length; i++) {
    var found = bare(ownDescriptor(object, names[i]));
    if (found.get) defineProperty(found.get, 'name', bare({ value: 'get ' + names[i] }));
    if (found.set) defineProperty(found.set, 'name', bare({ value: 'set ' + names[i] }));
    if (typeof found.value === 'function' && names[i] !== 'constructor') {
      defineProperty(found.value, 'name', bare({ value: names[i] }));
    }
  }
}

// Makes `constructor` the interface whose prototype object is `members`. The descriptors inherit
// nothing: parts are built when a script runs already.
function makeInterface(constructor, parent, length, members) {
  nameAccessors(members);
  setPrototypeOf(members, parent ? parent.prototype : ObjectPrototype);
  hidden(members, 'constructor', constructor);
  tagged(members, constructor.name);
  defineProperty(constructor, 'prototype', bare({ value: members, writable: false }));
  defineProperty(constructor, 'length', bare({ value: length }));
  if (parent) setPrototypeOf(constructor, parent);
  return constructor;
}

// The same, and an interface object of the global scope.
function defineInterface(constructor, parent, length, members) {
  makeInterface(constructor, parent, length, members);
  hidden(global, constructor.name, constructor);
  return constructor;
}

// Read-only attributes that are fields of the record in `slot`: names, or [name, field].
function recordAttributes(constructor, slot, attributes) {
  for (var i = 0; i < attributes.length; i++) {
    var it = attributes[i], pair = typeof it === 'string' ? [it, it] : it;
    host.recordGetter(constructor.prototype, slot, pair[0], pair[1]);
  }
}

// Functions of a literal whose declared parameters are not the IDL's number of required ones.
function lengths(object, table) {
  for (var name in bare(table)) {
    defineProperty(object[name], 'length', bare({ value: table[name] }));
  }
}

function staticMembers(constructor, members) {
  for (var name in members) {
    defineProperty(constructor, name,
                   { value: members[name], writable: true, enumerable: true, configurable: true });
  }
}

function constants(constructor, table) {
  for (var name in table) {
    constant(constructor, name, table[name]);
    constant(constructor.prototype, name, table[name]);
  }
}

// What every constructor does first. `self` is undefined in a plain call. Reflect.construct and the
// helpers of lowered classes hand in an object that inherits from the interface and has no slot.
function constructing(self, constructor, slot) {
  if (self === undefined || self === null || self[slot] !== undefined ||
      !isPrototypeOf(constructor.prototype, self)) {
    throw new $TypeError("Please use the 'new' operator, this DOM object constructor cannot be " +
                         'called as a function.');
  }
}

// Interfaces that only the worker itself makes: the constructor always throws.
function neverConstructed() {
  throw new $TypeError('Illegal constructor');
}

function required(given, wanted, where) {
  if (given.length < wanted) {
    throw new $TypeError(where + ': ' + wanted + ' argument' + (wanted === 1 ? '' : 's') +
                         ' required, but only ' + given.length + ' present.');
  }
}
