// addEventListener's signal, and AbortSignal itself.
const target = new EventTarget();
const controller = new AbortController();
let calls = 0;
target.addEventListener('x', () => calls++, { signal: controller.signal });
target.dispatchEvent(new Event('x'));
controller.signal.onabort = event => console.log(event.type, event.isTrusted);
controller.abort();
controller.abort();
target.dispatchEvent(new Event('x'));
console.log(calls, controller.signal.aborted, controller.signal.reason.name);
target.addEventListener('y', () => calls++, { signal: AbortSignal.abort() });
target.dispatchEvent(new Event('y'));
console.log(calls);
try {
  AbortSignal.abort('why').throwIfAborted();
} catch (reason) {
  console.log(reason);
}
const first = new AbortController(), second = new AbortController();
const any = AbortSignal.any([first.signal, second.signal]);
any.addEventListener('abort', () => console.log('any', any.reason));
second.abort('second');
first.abort('first');
console.log(any.aborted, any.reason);
try {
  target.addEventListener('z', () => {}, { signal: null });
} catch (error) {
  console.log(error.name);
}
try {
  new AbortSignal();
} catch (error) {
  console.log(error.name);
}
const timeout = AbortSignal.timeout(5);
timeout.onabort = () => console.log(timeout.reason.name, timeout.reason.code);
