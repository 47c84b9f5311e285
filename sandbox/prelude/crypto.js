// The random parts of Web Crypto.  https://w3c.github.io/webcrypto/#crypto-interface

var CRYPTO = host.slot('Crypto');

function Crypto() {
  neverConstructed();
}
var integerArrays = bare({
  Int8Array: true, Uint8Array: true, Uint8ClampedArray: true, Int16Array: true, Uint16Array: true,
  Int32Array: true, Uint32Array: true
});
defineInterface(Crypto, null, 0, {
  // https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues
  getRandomValues(array) {
    slotOf(this, CRYPTO);
    required(arguments, 1, "Failed to execute 'getRandomValues' on 'Crypto'");
    var kind = isObject(array) ? host.classOf(array) : '';
    if (!isObject(array) || !isView(array)) {
      throw new $TypeError("Failed to execute 'getRandomValues' on 'Crypto': parameter 1 is not " +
                           "of type 'ArrayBufferView'.");
    }
    if (!integerArrays[kind]) {
      throw domException('TypeMismatchError', 'The array is not one of integers.');
    }
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

function newCrypto() {
  var crypto = create(Crypto.prototype);
  crypto[CRYPTO] = true;
  return crypto;
}
