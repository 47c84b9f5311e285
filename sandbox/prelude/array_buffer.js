// ArrayBuffer.prototype.transfer, transferToFixedLength and detached.
// https://tc39.es/ecma262/#sec-arraybuffer.prototype.transfer
//
// Here and not in the language library: to detach is what postMessage's transfer list does.

var bufferLength = uncurry(ownDescriptor($ArrayBuffer.prototype, 'byteLength').get);

function requireBuffer(self) {
  if (!isObject(self) || host.classOf(self) !== 'ArrayBuffer') {
    throw new $TypeError('this is not an ArrayBuffer');
  }
}

// https://tc39.es/ecma262/#sec-arraybuffercopyanddetach
function copyAndDetach(buffer, newLength) {
  requireBuffer(buffer);
  var length = newLength === undefined ? bufferLength(buffer) : toIndex(newLength);
  if (host.isDetached(buffer)) throw new $TypeError('the ArrayBuffer is detached');
  var moved = host.clone(buffer, [buffer]);
  if (length === bufferLength(moved)) return moved;
  var result = new $ArrayBuffer(length), kept = min(length, bufferLength(moved));
  setBytes(new $Uint8Array(result), new $Uint8Array(moved, 0, kept), 0);
  return result;
}

// https://tc39.es/ecma262/#sec-toindex
function toIndex(value) {
  var number = toNumber(value), index = number !== number ? 0 : truncate(number);
  if (index < 0 || index > 9007199254740991) throw new $RangeError('not a length');
  return index;
}

(function (members) {
  nameAccessors(members);
  lengths(members, { transfer: 0, transferToFixedLength: 0 });
  for (var name in members) {
    var descriptor = ownDescriptor(members, name);
    descriptor.enumerable = false;
    defineProperty($ArrayBuffer.prototype, name, descriptor);
  }
}({
  transfer(newLength) {
    return copyAndDetach(this, newLength);
  },
  // Every ArrayBuffer of the engine has a fixed length.
  transferToFixedLength(newLength) {
    return copyAndDetach(this, newLength);
  },
  get detached() {
    requireBuffer(this);
    return host.isDetached(this);
  }
}));
