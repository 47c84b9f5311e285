// ProgressEvent.  https://xhr.spec.whatwg.org/#interface-progressevent

var PROGRESS = host.slot('ProgressEvent');

function ProgressEvent(type, init) {
  constructing(this, ProgressEvent, EVENT);
  var where = "Failed to construct 'ProgressEvent'";
  required(arguments, 1, where);
  init = constructEvent(this, type, init);
  var record = { computable: false, loaded: 0, total: 0 };
  if (init) {
    var computable = init.lengthComputable, loaded = init.loaded, total;
    record.computable = !!computable;
    if (loaded !== undefined) record.loaded = toDouble(loaded, where);
    total = init.total;
    if (total !== undefined) record.total = toDouble(total, where);
  }
  this[PROGRESS] = record;
}
defineInterface(ProgressEvent, Event, 1, {
  get lengthComputable() {
    return slotOf(this, PROGRESS).computable;
  },
  get loaded() {
    return slotOf(this, PROGRESS).loaded;
  },
  get total() {
    return slotOf(this, PROGRESS).total;
  }
});

// https://xhr.spec.whatwg.org/#concept-event-fire-progress
function newProgressEvent(type, loaded, total) {
  var event = newEvent(ProgressEvent, type, false);
  event[PROGRESS] = { computable: total !== 0, loaded: loaded, total: total };
  return event;
}
