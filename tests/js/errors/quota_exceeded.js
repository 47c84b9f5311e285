// QuotaExceededError: a DOMException with an interface of its own.
try {
  crypto.getRandomValues(new Uint8Array(65537));
} catch (error) {
  console.log(error.name, error.code, error.quota, error.requested, error instanceof QuotaExceededError, error instanceof DOMException);
}
const full = new QuotaExceededError('full', { quota: 10, requested: 12.5 });
console.log(full.message, full.quota, full.requested, Object.prototype.toString.call(full), new QuotaExceededError().message === '');
const copy = structuredClone(full);
console.log(copy instanceof QuotaExceededError, copy.message, copy.quota, copy.requested, copy.code);
for (const options of [{ quota: -1 }, { requested: -0.5 }, { quota: 2, requested: 1 }, { quota: NaN }, { requested: Infinity }, 1,
  { quota: 'x' }]) {
  try {
    new QuotaExceededError('', options);
  } catch (error) {
    console.log(error.name);
  }
}
// The old way to say it makes the old object.
const old = new DOMException('', 'QuotaExceededError');
console.log(old.code, old instanceof QuotaExceededError, structuredClone(old) instanceof QuotaExceededError);
