// Interfaces that are built when a script first touches them.
//
// A part is one function in prelude/lazy/, compiled by host.part() when it is needed. Until then each
// of its interfaces is an accessor of the global object that builds the whole part; after that it is
// the data property that the standard has. A script that assigns or deletes it beforehand is obeyed.

var builtParts = create(null);

// What parts may use of the prelude. Made when the first part is built.
var forParts = null;
function preludeForParts() {
  return forParts || (forParts = bare({
    TypeError: $TypeError,
    RegExp: $RegExp,
    TextDecoder: TextDecoder,
    append: append,
    Uint8Array: $Uint8Array,
    bare: bare,
    charCode: charCode,
    afterPromise: afterPromise,
    closePort: closePort,
    constructing: constructing,
    create: create,
    contains: contains,
    decode: function (decoder, bytes, stream) {
      return decodePiece(decoder[DECODER], bytes, !stream, 'Failed to decode a chunk');
    },
    defineProperty: function (object, key, descriptor) {
      return defineProperty(object, key, bare(descriptor));
    },
    encode: host.utf8Encode,
    getterOf: function (prototype, name) {
      return uncurry(ownDescriptor(prototype, name).get);
    },
    holds: holds,
    handled: function (promise) {
      whenSettled(promise, undefined, function () {});
    },
    isObject: isObject,
    listenAt: listenAt,
    newCapability: newCapability,
    newPortPair: newPortPair,
    postFrom: postFrom,
    lengths: lengths,
    list: list,
    lowerCase: lowerCase,
    makeInterface: function (constructor, length, members) {
      return makeInterface(constructor, null, length, members);
    },
    nameAccessors: nameAccessors,
    ownKeysOf: ownKeysOf,
    partOf: partOf,
    pointAt: pointAt,
    regexpExec: regexpExec,
    required: required,
    slotOf: slotOf,
    sourceBytes: sourceBytes,
    textLastIndex: textLastIndex,
    textSlice: textSlice,
    toDictionary: toDictionary,
    toScalarText: toScalarText,
    toText: toText,
    url: {
      controlSet: controlSet, create: newUrl, defaultPorts: defaultPorts, dropBreaks: dropBreaks,
      encode: percentEncode, fragmentSet: fragmentSet, isOpaquePath: isOpaquePath,
      parse: parseUrl, parseHost: parseHost, pathStart: pathStart, portColon: portColon,
      serializePath: serializePath, specialQuerySet: specialQuerySet, userinfoSet: userinfoSet
    },
    uncurry: uncurry,
    withMembers: withMembers
  }));
}

// The members of one object, added to those of another: what a mixin is in Web IDL.
function withMembers(object, more) {
  var names = ownNames(more);
  for (var i = 0; i < names.length; i++) {
    defineProperty(object, names[i], bare(ownDescriptor(more, names[i])));
  }
  return object;
}

// What the part gives: an object of its interfaces, and of what else the prelude needs of it.
function partOf(name) {
  var built = builtParts[name];
  if (built === undefined) {
    built = host.part(name)(host, preludeForParts());
    builtParts[name] = built;
  }
  return built;
}

function lazyInterfaces(part, names) {
  for (var i = 0; i < names.length; i++) lazyInterface(part, names[i]);
}

function lazyInterface(part, name) {
  defineProperty(global, name, {
    get: function () {
      var built = partOf(part)[name];
      settle(built);
      return built;
    },
    set: settle,
    enumerable: false, configurable: true
  });
  function settle(value) {
    defineProperty(global, name, bare({ value: value, writable: true, enumerable: false,
                                        configurable: true }));
  }
}

// Streams.  https://streams.spec.whatwg.org/
lazyInterfaces('streams', [
  'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader',
  'ReadableStreamDefaultController', 'ReadableByteStreamController', 'ReadableStreamBYOBRequest',
  'WritableStream', 'WritableStreamDefaultWriter', 'WritableStreamDefaultController',
  'TransformStream', 'TransformStreamDefaultController',
  'ByteLengthQueuingStrategy', 'CountQueuingStrategy'
]);
lazyInterfaces('text-streams', ['TextEncoderStream', 'TextDecoderStream']);

// What follows the fulfilment of a promise of ours, as another one.
function afterPromise(promise, follow) {
  defineProperty(promise, 'constructor', bare({ value: undefined }));
  return promiseThen(promise, follow);
}
function newCapability() {
  var capability = bare({ promise: null, resolve: null });
  capability.promise = new $Promise(function (resolve) {
    capability.resolve = resolve;
  });
  return capability;
}

lazyInterface('url-pattern', 'URLPattern');
lazyInterfaces('compression', ['CompressionStream', 'DecompressionStream']);
