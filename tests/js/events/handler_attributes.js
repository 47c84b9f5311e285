// Event handler attributes: order, replacement, null, objects that cannot be called, cancelling.
const log = [];
const fire = (type, cancelable = true) => {
  const went = self.dispatchEvent(new Event(type, { cancelable }));
  console.log(type + ':', log.splice(0).join(' '), went);
};
console.log(onmessage, self.onerror, onmessageerror, 'onmessage' in self);

addEventListener('message', () => log.push('a'));
onmessage = () => log.push('handler');
addEventListener('message', () => log.push('b'));
fire('message');
onmessage = () => log.push('replaced');
fire('message');
onmessage = null;
fire('message');
onmessage = () => log.push('at the end');
fire('message');

const object = { handleEvent() { log.push('never'); } };
onmessage = object;
console.log(onmessage === object);
fire('message');
onmessage = 'text';
console.log(onmessage);
onmessage = () => log.push('again');
onmessage = function (event) { log.push(this === self, arguments.length, event.type); };
fire('message');

onoffline = () => false;
fire('offline');
onoffline = () => true;
fire('offline');
onoffline = () => undefined;
fire('offline');

onerror = (...given) => { log.push('error handler', given.length, given[0]); return true; };
fire('error');
console.log(self.dispatchEvent(new ErrorEvent('error', { message: 'm', cancelable: true })));
console.log(log.splice(0).join(' '));
onerror = (...given) => { log.push(given.length); return false; };
console.log(self.dispatchEvent(new ErrorEvent('error', { message: 'm', cancelable: true })));
