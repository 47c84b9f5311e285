// What a test that was written for a page finds when it runs in a worker. Only the runner of
// web-platform tests loads this: it is no part of the platform that workers have.
'use strict';
(function () {
  // The texts of the page's <script> elements that are not run (`type="text/plain"` and the like).
  const { title, elements } = self.wptPage;
  delete self.wptPage;

  function define(name, value) {
    Object.defineProperty(self, name, { value, writable: true, configurable: true });
  }

  define('window', self);
  define('document', {
    URL: location.href,
    title,
    readyState: 'complete',
    getElementById: id => (id in elements ? { textContent: elements[id], text: elements[id] } : null),
    getElementsByTagName: name => (name === 'title' && title ? [{ firstChild: { data: title } }] : []),
    querySelector: selector => document.getElementById(selector.replace(/^#/, '')),
    addEventListener: (type, listener) => self.addEventListener(type, listener),
  });

  // testharness.js ends a page's tests at its load event unless they said that they will end them.
  const setup = self.setup;
  let ended_by_test = false;
  define('setup', function (first, second) {
    const properties = second || (typeof first === 'object' ? first : {});
    if (properties.explicit_done || properties.single_test) ended_by_test = true;
    return setup.apply(this, arguments);
  });

  // Each script of a page runs for itself: an error in one is reported, and the next runs.
  define('wptRun', function (scripts) {
    for (const script of scripts) {
      try {
        importScripts(script);
      } catch (error) {
        reportError(error);
      }
    }
    dispatchEvent(new Event('DOMContentLoaded'));
    dispatchEvent(new Event('load'));
    if (typeof self.onload === 'function') self.onload(new Event('load')); // No attribute of workers.
    if (!ended_by_test) done();
  });
})();
