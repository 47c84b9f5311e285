// WorkerLocation.  https://html.spec.whatwg.org/multipage/workers.html#worker-locations

var LOCATION = host.slot('WorkerLocation');

function WorkerLocation() {
  neverConstructed();
}
defineInterface(WorkerLocation, null, 0, {
  get href() {
    return serializeUrl(slotOf(this, LOCATION));
  },
  // The stringifier is the attribute href.
  toString() {
    return serializeUrl(slotOf(this, LOCATION));
  },
  get origin() {
    return originOf(slotOf(this, LOCATION));
  },
  get protocol() {
    return slotOf(this, LOCATION).scheme + ':';
  },
  get host() {
    return hostAndPort(slotOf(this, LOCATION));
  },
  get hostname() {
    return slotOf(this, LOCATION).host || '';
  },
  get port() {
    var port = slotOf(this, LOCATION).port;
    return port === null ? '' : '' + port;
  },
  get pathname() {
    return serializePath(slotOf(this, LOCATION));
  },
  get search() {
    var query = slotOf(this, LOCATION).query;
    return query ? '?' + query : '';
  },
  get hash() {
    var fragment = slotOf(this, LOCATION).fragment;
    return fragment ? '#' + fragment : '';
  }
});

function newLocation(url) {
  var location = create(WorkerLocation.prototype);
  location[LOCATION] = url;
  return location;
}
