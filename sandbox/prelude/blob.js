// Blob and File.  https://w3c.github.io/FileAPI/#blob-section
//
// The bytes of a blob never change, so a slice shares them: a record is a window on a Uint8Array
// that no user code can reach.

var BLOB = host.slot('Blob');
var FILE = host.slot('File');

function blobRecord(object, bytes, from, size, type) {
  object[BLOB] = { bytes: bytes, from: from, size: size, type: type };
  object[SERIALIZE] = 'Blob';
}

// A view's place is read by the engine's own getters, whatever the object says about itself.
var viewGetters = bare({
  buffer: uncurry(inheritedGetter($Uint8Array.prototype, 'buffer')),
  offset: uncurry(inheritedGetter($Uint8Array.prototype, 'byteOffset')),
  length: uncurry(inheritedGetter($Uint8Array.prototype, 'byteLength')),
  dataBuffer: uncurry(inheritedGetter($DataView.prototype, 'buffer')),
  dataOffset: uncurry(inheritedGetter($DataView.prototype, 'byteOffset')),
  dataLength: uncurry(inheritedGetter($DataView.prototype, 'byteLength'))
});
function inheritedGetter(object, name) {
  for (; object; object = getPrototypeOf(object)) {
    var found = ownDescriptor(object, name);
    if (found) return found.get;
  }
}

// The bytes of a BufferSource as a Uint8Array over the same memory; undefined for anything else.
function sourceBytes(value) {
  var engineClass = host.classOf(value);
  if (engineClass === 'ArrayBuffer') return new $Uint8Array(value);
  if (engineClass === 'DataView') {
    return new $Uint8Array(viewGetters.dataBuffer(value), viewGetters.dataOffset(value),
                           viewGetters.dataLength(value));
  }
  if (isView(value)) {
    return new $Uint8Array(viewGetters.buffer(value), viewGetters.offset(value),
                           viewGetters.length(value));
  }
}

// https://w3c.github.io/FileAPI/#constructorBlob; "native" line endings are \n here.
function convertEndings(text) {
  return replaceAll(replaceAll(text, '\r\n', '\n'), '\r', '\n');
}

// Converts the parts before any is used, as Web IDL does: user code may run in between.
function blobParts(parts, where) {
  if (parts === undefined) return list();
  return toSequence(parts, where, blobPart);
}
function blobPart(part) {
  return isBlob(part) || isObject(part) && sourceBytes(part) !== undefined ? part
       : toScalarText(part);
}
function isBlob(value) {
  return isObject(value) && value[BLOB] !== undefined && hasOwn(value, BLOB);
}

function gatherBytes(parts, native) {
  var chunks = list(), total = 0, i, j;
  for (i = 0; i < parts.length; i++) {
    var part = parts[i], chunk;
    if (typeof part === 'string') {
      chunk = { bytes: host.utf8Encode(native ? convertEndings(part) : part), from: 0, size: 0 };
      chunk.size = chunk.bytes.length;
    } else if (part[BLOB] !== undefined) {
      chunk = part[BLOB];
    } else {
      chunk = { bytes: sourceBytes(part), from: 0, size: 0 };
      chunk.size = chunk.bytes.length;
    }
    append(chunks, chunk);
    total += chunk.size;
  }
  var bytes = new $Uint8Array(total), at = 0;
  for (i = 0; i < chunks.length; i++) {
    copyBytes(bytes, at, chunks[i].bytes, chunks[i].from, chunks[i].size);
    at += chunks[i].size;
  }
  return bytes;
}

var setBytes = uncurry($Uint8Array.prototype.set),
    subarray = uncurry($Uint8Array.prototype.subarray);
function copyBytes(to, at, bytes, from, size) {
  if (size > 0) setBytes(to, new $Uint8Array(viewGetters.buffer(bytes),
                                             viewGetters.offset(bytes) + from, size), at);
}

// A type with anything outside U+0020–U+007E is no type.
function blobType(text) {
  for (var i = 0; i < text.length; i++) {
    var code = charCode(text, i);
    if (code < 0x20 || code > 0x7e) return '';
  }
  return lowerCase(text);
}

var endingKinds = bare({ transparent: 0, native: 1 });

function constructBlob(self, parts, options, where) {
  var bag = toDictionary(options, where), native = 0, type = '';
  if (bag) {
    var endings = bag.endings;
    if (endings !== undefined) native = enumeration(endingKinds, endings, where);
    var typeGiven = bag.type;
    if (typeGiven !== undefined) type = toText(typeGiven);
  }
  var bytes = gatherBytes(parts, native);
  blobRecord(self, bytes, 0, bytes.length, blobType(type));
  return bag;
}

function Blob(parts, options) {
  constructing(this, Blob, BLOB);
  var where = "Failed to construct 'Blob'";
  constructBlob(this, blobParts(parts, where), options, where);
}

function blobBytes(blob) {
  var copy = new $Uint8Array(blob.size);
  copyBytes(copy, 0, blob.bytes, blob.from, blob.size);
  return copy;
}

// The result of `make(record)` as a promise; a wrong receiver rejects instead of throwing.
function promised(self, slot, make) {
  return new $Promise(function (resolve) {
    resolve(make(slotOf(self, slot)));
  });
}
function withoutMark(bytes) {
  return bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? subarray(bytes, 3) : bytes;
}

defineInterface(Blob, null, 0, {
  get size() {
    return slotOf(this, BLOB).size;
  },
  get type() {
    return slotOf(this, BLOB).type;
  },
  // https://w3c.github.io/FileAPI/#slice-blob
  slice(start, end, type) {
    var blob = slotOf(this, BLOB);
    start = start === undefined ? 0 : toClampedLongLong(start);
    end = end === undefined ? blob.size : toClampedLongLong(end);
    type = type === undefined ? '' : blobType(toText(type));
    start = start < 0 ? max(blob.size + start, 0) : min(start, blob.size);
    end = end < 0 ? max(blob.size + end, 0) : min(end, blob.size);
    var part = create(Blob.prototype);
    blobRecord(part, blob.bytes, blob.from + start, max(end - start, 0), type);
    return part;
  },
  // https://w3c.github.io/FileAPI/#blob-get-stream
  stream() {
    var blob = slotOf(this, BLOB);
    return partOf('blob-stream').create(blob.size, function (from, to) {
      var bytes = new $Uint8Array(to - from);
      copyBytes(bytes, 0, blob.bytes, blob.from + from, to - from);
      return bytes;
    });
  },
  text() {
    return promised(this, BLOB, function (blob) {
      return host.utf8Decode(withoutMark(blobBytes(blob)));
    });
  },
  arrayBuffer() {
    return promised(this, BLOB, function (blob) {
      return viewGetters.buffer(blobBytes(blob));
    });
  },
  bytes() {
    return promised(this, BLOB, blobBytes);
  }
});
lengths(Blob.prototype, { slice: 0 });

function File(parts, name, options) {
  constructing(this, File, BLOB);
  var where = "Failed to construct 'File'";
  required(arguments, 2, where);
  parts = blobParts(parts, where);
  name = toScalarText(name);
  var bag = constructBlob(this, parts, options, where);
  var modified = bag ? bag.lastModified : undefined;
  fileRecord(this, this[BLOB], name,
             modified === undefined ? currentTime() : toLongLong(modified));
}

function currentTime() {
  return floor(host.timeOrigin() + now());
}

// Makes `object` a File of the bytes and the type that a Blob's record has.
function fileRecord(object, blob, name, modified) {
  object[BLOB] = blob;
  object[FILE] = { name: name, modified: modified };
  object[SERIALIZE] = 'File';
}
defineInterface(File, Blob, 2, {
  get name() {
    return slotOf(this, FILE).name;
  },
  get lastModified() {
    return slotOf(this, FILE).modified;
  }
});

// The serialization steps of platform objects; no user code runs in them.
host.hooks.serializePlatform = function (kind, object) {
  if (kind === 'DOMException') {
    var exception = object[EXCEPTION];
    return { name: exception.name, message: exception.message };
  }
  if (kind === 'QuotaExceededError') {
    var quota = object[QUOTA];
    return { message: object[EXCEPTION].message, quota: quota.quota, requested: quota.requested };
  }
  var blob = object[BLOB], file = object[FILE];
  return { bytes: blobBytes(blob), type: blob.type, name: file ? file.name : '',
           modified: file ? file.modified : 0 };
};
host.hooks.deserializePlatform = function (kind, plain) {
  if (kind === 'DOMException') return new DOMException(plain.message, plain.name);
  if (kind === 'QuotaExceededError') {
    return quotaExceeded(plain.message, typeof plain.quota === 'number' ? plain.quota : null,
                         typeof plain.requested === 'number' ? plain.requested : null);
  }
  if (kind === 'NamedError') return namedError(plain.error, toText(plain.name));
  var object = create(kind === 'File' ? File.prototype : Blob.prototype);
  blobRecord(object, plain.bytes, 0, plain.bytes.length, plain.type);
  if (kind === 'File') fileRecord(object, object[BLOB], plain.name, plain.modified);
  return object;
};
