// DOMException.
const error = new DOMException('message', 'NotFoundError');
console.log(error.name, error.message, error.code, String(error));
console.log(error instanceof Error, error instanceof DOMException, typeof error.stack);
console.log(Object.prototype.toString.call(error));
console.log(new DOMException().name, new DOMException().code, JSON.stringify(new DOMException().message));
console.log(new DOMException('', 'Unknown').code, new DOMException('', 'toString').code);
console.log(DOMException.INDEX_SIZE_ERR, DOMException.DATA_CLONE_ERR, error.ABORT_ERR);
const names = ['IndexSizeError', 'SyntaxError', 'NetworkError', 'AbortError', 'QuotaExceededError',
               'TimeoutError', 'DataCloneError', 'EncodingError', 'OperationError'];
console.log(names.map(name => new DOMException('', name).code).join());
console.log(Object.keys(error).length, 'name' in error);
for (const wrong of [() => DOMException(),
                     () => Object.getOwnPropertyDescriptor(DOMException.prototype, 'code').get.call({})]) {
  try {
    wrong();
  } catch (thrown) {
    console.log(thrown.name);
  }
}
console.log(DOMException.length, DOMException.name);
