// QuotaExceededError, the one DOMException that is an interface of its own.
// https://webidl.spec.whatwg.org/#quotaexceedederror

var QUOTA = host.slot('QuotaExceededError');

function QuotaExceededError(message, options) {
  constructing(this, QuotaExceededError, QUOTA);
  var where = "Failed to construct 'QuotaExceededError'";
  message = message === undefined ? '' : toText(message);
  options = toDictionary(options, where);
  var quota = quotaMember(options, 'quota', where),
      requested = quotaMember(options, 'requested', where);
  // 2.–4. Neither may be negative, nor may less have been asked for than was allowed.
  if (quota < 0 || requested < 0 || quota !== null && requested !== null && requested < quota) {
    throw new $RangeError(where + ': quota and requested do not fit each other.');
  }
  becomeQuotaError(this, message, quota, requested);
}
function quotaMember(options, name, where) {
  var value = options ? options[name] : undefined;
  if (value === undefined) return null;
  value = toNumber(value);
  if (value - value !== 0) throw new $TypeError(where + ': ' + name + ' is not a finite number.');
  return value;
}
function becomeQuotaError(self, message, quota, requested) {
  setSlot(self, EXCEPTION, { message: message, name: 'QuotaExceededError' });
  setSlot(self, QUOTA, { quota: quota, requested: requested });
  setSlot(self, SERIALIZE, 'QuotaExceededError');
}
defineInterface(QuotaExceededError, DOMException, 0, {
  get quota() {
    return slotOf(this, QUOTA).quota;
  },
  get requested() {
    return slotOf(this, QUOTA).requested;
  }
});

// Made with `new`, so that the engine records a stack.
function quotaExceeded(message, quota, requested) {
  var error = new QuotaExceededError(message);
  setSlot(error, QUOTA, { quota: quota, requested: requested });
  return error;
}
