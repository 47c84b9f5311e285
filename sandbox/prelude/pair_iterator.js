// Interfaces that are iterable by pairs: URLSearchParams, FormData.
// https://webidl.spec.whatwg.org/#es-iterable
//
// The slot of such an object is a record whose `pairs` is one flat list: name, value, name, value. An
// iterator looks at the list as it is at each step, so what changes meanwhile shows.

var PAIR_ITERATOR = host.slot('pair iterator');
var IteratorPrototype = getPrototypeOf(getPrototypeOf([][$Symbol.iterator]()));

// Adds entries, forEach, keys, values and the iterator of `constructor`.
function pairIterable(constructor, slot) {
  var name = constructor.name, prototype = constructor.prototype;
  // https://webidl.spec.whatwg.org/#es-iterator-prototype-object; kind 0 keys, 1 values, 2 both.
  var iteratorPrototype = setPrototypeOf({
    next() {
      var self = this;
      if (!isObject(self) || !hasOwn(self, PAIR_ITERATOR)) throw illegalInvocation();
      var iterator = self[PAIR_ITERATOR];
      if (iterator.slot !== slot) throw illegalInvocation();
      var pairs = iterator.record.pairs, at = iterator.at, value;
      if (at >= pairs.length) return { value: undefined, done: true };
      iterator.at = at + 2;
      if (iterator.kind === 2) value = [pairs[at], pairs[at + 1]];
      else value = pairs[at + iterator.kind];
      return { value: value, done: false };
    }
  }, IteratorPrototype);
  tagged(iteratorPrototype, name + ' Iterator');

  function newIterator(self, kind) {
    var record = slotOf(self, slot), iterator = create(iteratorPrototype);
    iterator[PAIR_ITERATOR] = { record: record, slot: slot, at: 0, kind: kind };
    return iterator;
  }
  var members = {
    entries() {
      return newIterator(this, 2);
    },
    forEach(callback, self) {
      var record = slotOf(this, slot), where = "Failed to execute 'forEach' on '" + name + "'";
      required(arguments, 1, where);
      if (typeof callback !== 'function') {
        throw new $TypeError(where + ": parameter 1 is not of type 'Function'.");
      }
      for (var i = 0; i < record.pairs.length; i += 2) {
        apply(callback, self, [record.pairs[i + 1], record.pairs[i], this]);
      }
    },
    keys() {
      return newIterator(this, 0);
    },
    values() {
      return newIterator(this, 1);
    }
  };
  nameAccessors(members);
  lengths(members, { forEach: 1 });
  for (var member in members) defineProperty(prototype, member, ownDescriptor(members, member));
  hidden(prototype, $Symbol.iterator, members.entries);
}
