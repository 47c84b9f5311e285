// Event handler attributes: onmessage and its like.
// https://html.spec.whatwg.org/multipage/webappapis.html#event-handlers
//
// A handler is {type, value, listener}. While the value is not null one listener stands for it in
// the target's list: replacing the value keeps that listener's place, null takes it out.

function handlerOf(record, type) {
  var handlers = record.handlers;
  return handlers ? handlers[type] : undefined;
}

function setHandler(record, type, value) {
  // [LegacyTreatNonObjectAsNull]: objects that cannot be called are kept, and do nothing.
  if (!isObject(value)) value = null;
  var handler = handlerOf(record, type);
  if (!handler) {
    if (value === null) return;
    if (!record.handlers) record.handlers = create(null);
    record.handlers[type] = handler = { type: type, value: null, listener: null };
  }
  handler.value = value;
  if (value === null) {
    if (handler.listener) removeListener(record, handler.listener);
    handler.listener = null;
  } else if (!handler.listener) {
    handler.listener = newListener(type, null, false);
    handler.listener.handler = handler;
    addListener(record, handler.listener);
  }
}

// Gives `object` (an interface's prototype, or the global object) the attributes "on" + type.
function handlerAttributes(object, types, onSet) {
  for (var i = 0; i < types.length; i++) handlerAttribute(object, types[i], onSet);
}
function handlerAttribute(object, type, onSet) {
  var pair = {
    get: function () {
      var handler = handlerOf(slotOf(this, TARGET), type);
      return handler ? handler.value : null;
    },
    set: function (value) {
      setHandler(slotOf(this, TARGET), type, value);
      if (onSet) onSet(receiver(this, TARGET));
    },
    enumerable: true,
    configurable: true
  };
  defineProperty(pair.get, 'name', { value: 'get on' + type });
  defineProperty(pair.set, 'name', { value: 'set on' + type });
  defineProperty(object, 'on' + type, pair);
}

// https://html.spec.whatwg.org/multipage/webappapis.html#the-event-handler-processing-algorithm
function runHandler(handler, target, event, record) {
  // 1.–2. Let callback be the handler's current value; null means that nothing runs.
  var callback = handler.value, result;
  if (typeof callback !== 'function') return;
  // 3. Let special error event handling be true if event is an ErrorEvent named "error" at an
  //    object that implements WindowOrWorkerGlobalScope.
  if (target === global && record.type === 'error' && event[ERROR] !== undefined) {
    // 4. Invoke callback with five arguments; 5. true cancels.
    var error = event[ERROR];
    result = apply(callback, target, [error.message, error.filename, error.lineno, error.colno,
                                      error.error]);
    if (result === true) setCanceled(record);
    return;
  }
  // 4. Otherwise with the event alone; 5. false cancels.
  result = apply(callback, target, [event]);
  if (result === false) setCanceled(record);
}
