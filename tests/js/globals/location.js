// WorkerLocation, WorkerNavigator and Performance.
console.log(location.href, String(location), location.origin, location.protocol);
console.log(location.host, location.hostname, JSON.stringify(location.port), location.pathname);
console.log(JSON.stringify(location.search), JSON.stringify(location.hash));
console.log(location === self.location, Object.prototype.toString.call(location));
(function () {
  'use strict';
  for (const assign of [() => { location.href = 'x'; }, () => { self.location = 'x'; }]) {
    try {
      assign();
      console.log('never');
    } catch (error) {
      console.log(error.name);
    }
  }
}());
console.log(navigator.appName, navigator.appCodeName, navigator.product, navigator.language);
console.log(navigator.languages.join(), Object.isFrozen(navigator.languages),
            navigator.languages === navigator.languages);
console.log(navigator.userAgent.startsWith('skep/'), navigator.hardwareConcurrency >= 1,
            typeof navigator.onLine);
console.log(Object.prototype.toString.call(navigator), navigator === self.navigator);
const start = performance.now();
console.log(start >= 0, performance.now() >= start, performance.timeOrigin >= 0,
            performance instanceof EventTarget, typeof performance.toJSON().timeOrigin);
