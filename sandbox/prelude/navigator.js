// WorkerNavigator.  https://html.spec.whatwg.org/multipage/workers.html#workernavigator
//
// Nothing here tells one machine from another: a worker has one core of its own to think about.

var NAVIGATOR = host.slot('WorkerNavigator');
var userAgent = 'skep/' + (host.version || '0.1.0');

function WorkerNavigator() {
  neverConstructed();
}

function navigatorText(name, text) {
  var pair = {
    get: function () {
      slotOf(this, NAVIGATOR);
      return text;
    },
    enumerable: true, configurable: true
  };
  defineProperty(pair.get, 'name', { value: 'get ' + name });
  defineProperty(WorkerNavigator.prototype, name, pair);
}

defineInterface(WorkerNavigator, null, 0, {
  get onLine() {
    slotOf(this, NAVIGATOR);
    return false;
  },
  get hardwareConcurrency() {
    slotOf(this, NAVIGATOR);
    return 1;
  },
  get locks() {
    var record = slotOf(this, NAVIGATOR);
    return record.locks || (record.locks = newLockManager());
  },
  get languages() {
    var record = slotOf(this, NAVIGATOR);
    return record.languages || (record.languages = freeze(['en-US']));
  }
});
navigatorText('appCodeName', 'Mozilla');
navigatorText('appName', 'Netscape');
navigatorText('appVersion', '5.0 (skep)');
navigatorText('platform', '');
navigatorText('product', 'Gecko');
navigatorText('userAgent', userAgent);
navigatorText('language', 'en-US');

function newNavigator() {
  var navigator = create(WorkerNavigator.prototype);
  navigator[NAVIGATOR] = { languages: null, locks: null };
  return navigator;
}
