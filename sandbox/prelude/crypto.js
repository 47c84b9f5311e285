// Web Crypto: random values and digests.  https://w3c.github.io/webcrypto/#crypto-interface
//
// Of SubtleCrypto there is digest() only; it needs no CryptoKey.

var CRYPTO = host.slot('Crypto');
var SUBTLE = host.slot('SubtleCrypto');

function Crypto() {
  neverConstructed();
}
var integerArrays = bare({
  Int8Array: true, Uint8Array: true, Uint8ClampedArray: true, Int16Array: true, Uint16Array: true,
  Int32Array: true, Uint32Array: true
});
defineInterface(Crypto, null, 0, {
  get subtle() {
    return slotOf(this, CRYPTO);
  },
  // https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues
  getRandomValues(array) {
    slotOf(this, CRYPTO);
    required(arguments, 1, "Failed to execute 'getRandomValues' on 'Crypto'");
    if (!isObject(array) || !isView(array)) {
      throw new $TypeError("Failed to execute 'getRandomValues' on 'Crypto': parameter 1 is not " +
                           "of type 'ArrayBufferView'.");
    }
    // 1. If array is not an array of integers, then throw a TypeMismatchError.
    if (!integerArrays[host.classOf(array)]) {
      throw domException('TypeMismatchError', 'The array is not one of integers.');
    }
    // 2. If the byteLength of array is greater than 65536, throw a QuotaExceededError.
    var bytes = sourceBytes(array);
    if (bytes.length > 65536) {
      throw domException('QuotaExceededError', 'More than 65536 bytes were asked for.');
    }
    setBytes(bytes, host.random(bytes.length), 0);
    return array;
  },
  randomUUID() {
    slotOf(this, CRYPTO);
    return randomUuid();
  }
});

function SubtleCrypto() {
  neverConstructed();
}
var digestNames = bare({ 'SHA-1': true, 'SHA-256': true, 'SHA-384': true, 'SHA-512': true });

// https://w3c.github.io/webcrypto/#algorithm-normalization-normalize-an-algorithm, for "digest"
function digestName(algorithm) {
  var name = algorithm;
  if (isObject(algorithm)) {
    name = algorithm.name;
    if (name === undefined) {
      throw new $TypeError("Failed to execute 'digest' on 'SubtleCrypto': the algorithm has no name.");
    }
    name = toText(name);
  }
  var known = asciiUpperCase(name);
  if (!digestNames[known]) {
    throw domException('NotSupportedError', 'There is no digest called ' + name + '.');
  }
  return known;
}
// Only ASCII letters have a case here: U+0131 in upper case is "I".
function asciiUpperCase(text) {
  return holds(text, /[^\0-\x7f]/) ? text : upperCase(text);
}

defineInterface(SubtleCrypto, null, 0, {
  // https://w3c.github.io/webcrypto/#SubtleCrypto-method-digest
  digest(algorithm, data) {
    var self = this, given = arguments;
    return new $Promise(function (resolve) {
      var where = "Failed to execute 'digest' on 'SubtleCrypto'";
      slotOf(self, SUBTLE);
      required(given, 2, where);
      if (!isObject(algorithm)) algorithm = toText(algorithm);
      if (!isBufferSource(data)) {
        throw new $TypeError(where + ": parameter 2 is not of type 'ArrayBuffer' or a view of one.");
      }
      // 2.–3. The bytes are those of now: what normalizing may run changes nothing.
      var bytes = isObject(algorithm) ? firstBytes(sourceBytes(data), sourceBytes(data).length) : data;
      var result = host.digest(digestName(algorithm), bytes);
      // 8. Queue a global task on the crypto task source … to resolve promise.
      host.queueTask(function () {
        resolve(viewGetters.buffer(result));
      });
    });
  }
});
// The operation may never be without its two arguments.
lengths(SubtleCrypto.prototype, { digest: 2 });

function newCrypto() {
  var crypto = create(Crypto.prototype), subtle = create(SubtleCrypto.prototype);
  subtle[SUBTLE] = true;
  crypto[CRYPTO] = subtle;
  return crypto;
}
