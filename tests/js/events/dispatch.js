// Order, phases, removal during dispatch, handleEvent, exceptions, flags.
const log = (...parts) => console.log(parts.join(' '));
const target = new EventTarget();

target.addEventListener('order', () => log('first'));
target.addEventListener('order', () => log('capture'), true);
target.addEventListener('order', () => log('second'));
target.dispatchEvent(new Event('order'));

const twice = () => log('once only');
target.addEventListener('dedupe', twice);
target.addEventListener('dedupe', twice);
target.addEventListener('dedupe', twice, { capture: false });
target.dispatchEvent(new Event('dedupe'));

const later = () => log('never');
target.addEventListener('remove', () => target.removeEventListener('remove', later));
target.addEventListener('remove', later);
target.addEventListener('remove', () => target.addEventListener('remove', () => log('next time')));
target.dispatchEvent(new Event('remove'));
log('--');

const object = {
  count: 0,
  handleEvent(event) {
    log('handleEvent', this === object, ++this.count, event.type);
  },
};
target.addEventListener('object', object);
target.dispatchEvent(new Event('object'));
object.handleEvent = () => log('replaced');
target.dispatchEvent(new Event('object'));

target.addEventListener('once', () => log('once'), { once: true });
target.dispatchEvent(new Event('once'));
target.dispatchEvent(new Event('once'));

target.addEventListener('passive', event => event.preventDefault(), { passive: true });
log(target.dispatchEvent(new Event('passive', { cancelable: true })));
target.addEventListener('cancel', event => event.preventDefault());
log(target.dispatchEvent(new Event('cancel', { cancelable: true })),
    target.dispatchEvent(new Event('cancel')));

target.addEventListener('stop', event => event.stopPropagation(), true);
target.addEventListener('stop', () => log('the same phase still runs'), true);
target.addEventListener('stop', () => log('never'));
target.dispatchEvent(new Event('stop'));
target.addEventListener('now', event => event.stopImmediatePropagation());
target.addEventListener('now', () => log('never'));
target.dispatchEvent(new Event('now'));

const event = new Event('state', { bubbles: true });
log(event.eventPhase, event.target, event.currentTarget, event.isTrusted, event.composedPath().length);
target.addEventListener('state', inside => {
  log(inside.eventPhase, inside.target === target, inside.currentTarget === target,
      inside.composedPath()[0] === target);
  try {
    target.dispatchEvent(inside);
  } catch (error) {
    log(error.name, error.code);
  }
  inside.initEvent('other');
  log(inside.type);
});
target.dispatchEvent(event);
log(event.eventPhase, event.target === target, event.currentTarget, event.composedPath().length);

target.addEventListener('null', null);
target.addEventListener('null', undefined);
for (const bad of [1, 'text', true]) {
  try {
    target.addEventListener('bad', bad);
    log('never');
  } catch (error) {
    log(error.name);
  }
}
try {
  target.dispatchEvent({});
} catch (error) {
  log(error.name);
}
