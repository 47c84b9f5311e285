// The global object and its interfaces.
console.log(self === globalThis, self instanceof DedicatedWorkerGlobalScope,
            self instanceof WorkerGlobalScope, self instanceof EventTarget);
console.log(Object.prototype.toString.call(self));
const chain = [];
for (let at = self; at; at = Object.getPrototypeOf(at)) chain.push(at.constructor.name);
console.log(chain.join(' < '));
console.log(typeof window, typeof document, typeof Duktape, typeof require, typeof Buffer);
for (const name of ['name', 'postMessage', 'close', 'onmessage', 'onmessageerror']) {
  console.log(name, Object.prototype.hasOwnProperty.call(self, name));
}
for (const name of ['self', 'location', 'navigator', 'importScripts', 'onerror', 'setTimeout', 'atob',
                    'structuredClone', 'performance', 'isSecureContext', 'crossOriginIsolated']) {
  const found = Object.getOwnPropertyDescriptor(WorkerGlobalScope.prototype, name);
  console.log(name, Boolean(found), found.enumerable, found.configurable);
}
for (const name of ['Event', 'Worker', 'URL', 'Blob', 'DOMException', 'console']) {
  const found = Object.getOwnPropertyDescriptor(self, name);
  console.log(name, typeof found.value, found.writable, found.enumerable, found.configurable);
}
for (const make of [() => new WorkerGlobalScope(), () => DedicatedWorkerGlobalScope(),
                    () => new WorkerLocation(), () => new WorkerNavigator(), () => new Performance()]) {
  try {
    make();
    console.log('never');
  } catch (error) {
    console.log(error.name);
  }
}
const { setTimeout: timer } = self;
timer(() => console.log('a detached function works'));
for (const wrong of [{}, Object.create(self)]) {
  try {
    setTimeout.call(wrong, () => {});
  } catch (error) {
    console.log(error.name, error.message);
  }
}
console.log(isSecureContext, crossOriginIsolated, origin);
performance = 'replaced';
console.log(performance);
console.log(setTimeout.length, setInterval.length, structuredClone.length, postMessage.length,
            importScripts.length, atob.length);
console.log(setTimeout.name, Object.getOwnPropertyDescriptor(self, 'onmessage').set.name);
