// Proxy.revocable, which the engine lacks.
import { define } from './define.js';

var EngineProxy = Proxy;
var traps = ['apply', 'construct', 'defineProperty', 'deleteProperty', 'get', 'getOwnPropertyDescriptor',
             'getPrototypeOf', 'has', 'isExtensible', 'ownKeys', 'preventExtensions', 'set', 'setPrototypeOf'];
var forward = {};  // what each trap does when the handler has none: the same arguments, the target
traps.forEach(function (name) { forward[name] = Reflect[name]; });

define(Proxy, {
  revocable: function (target, handler) {
    var revoked = false;
    // Asked for a trap each time it is needed, so that revoking counts at once.
    var asked = {};
    traps.forEach(function (name) {
      Object.defineProperty(asked, name, {
        get: function () {
          if (revoked) throw new TypeError('the proxy has been revoked');
          var trap = handler[name];
          return trap === undefined || trap === null ? forward[name] : trap.bind(handler);
        }
      });
    });
    return {
      proxy: new EngineProxy(target, asked),
      revoke: {
        revoke: function () {
          revoked = true;
          target = handler = undefined;
        }
      }.revoke
    };
  }
});
