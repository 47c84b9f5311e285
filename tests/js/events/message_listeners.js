// One listener alone is called from C++, several by the prelude: nobody can tell which it was.
const source = `
  const describe = (event) => [event.isTrusted, event.type, event.target === self, event.currentTarget === self,
    event.eventPhase, event.composedPath().length, event.bubbles, event.cancelable, event.composed,
    event.defaultPrevented, event.returnValue, event.cancelBubble, typeof event.timeStamp, event.origin,
    event.lastEventId, event.source, event.ports.length, Object.isFrozen(event.ports), event.ports === event.ports,
    Object.keys(event), Object.getOwnPropertyNames(event), String(event), event instanceof MessageEvent,
    event.data].map((value) => JSON.stringify(value)).join();
  const log = [];
  const listener = function (event) {
    log.push(describe(event), this === self, arguments.length);
    queueMicrotask(() => {
      log.push('microtask ' + event.eventPhase + (event.currentTarget === self));
      setTimeout(finish, 0, event);
    });
    event.stopPropagation();
    event.preventDefault();
    event.initMessageEvent('other', true, true, 'other data');
    try {
      dispatchEvent(event);
    } catch (error) {
      log.push(error.name);
    }
    if (event.data.throws) throw new RangeError('thrown by the listener');
    return false;
  };
  const finish = (event) => {
    log.push(event.eventPhase, event.currentTarget, event.target === self, event.cancelBubble, event.data.n);
    event.initMessageEvent('again', false, true, 'its data');
    log.push(describe(event), dispatchEvent(event));
    postMessage(log.splice(0).join('|'));
  };
  const more = () => {};
  const kinds = {
    attribute() { onmessage = listener; },
    several() { addEventListener('message', more, true); },
    function() { removeEventListener('message', more, true); onmessage = null; addEventListener('message', listener); },
    severalFunctions() { addEventListener('message', more); },
    capture() {
      removeEventListener('message', listener);
      removeEventListener('message', more);
      addEventListener('message', listener, true);
    },
    object() {
      removeEventListener('message', listener, true);
      addEventListener('message', {handleEvent(event) { listener.call(self, event); }});
    },
  };
  const steps = Object.keys(kinds);
  let next = 0;
  const step = () => kinds[steps[next++]]();
  step();
  const post = postMessage;
  postMessage = (text) => { post(text); if (next < steps.length && ++count % 2 === 0) step(); };
  let count = 0;
`;
const worker = new Worker('data:text/javascript,' + encodeURIComponent(source));
const kinds = ['attribute', 'several', 'function', 'severalFunctions', 'capture', 'object'];
const answers = [];
const errors = [];
const expected = kinds.length * 2;
const ask = () => {
  if (answers.length < expected) {
    worker.postMessage({n: answers.length % 2, throws: answers.length % 2 === 1, map: new Map([[1, 2]])});
    return;
  }
  for (let i = 0; i < expected; i += 1) {
    console.log(kinds[i >> 1], answers[i] === answers[i & 1]);
  }
  console.log(answers[0].split('|').join('\n'));
  console.log(new Set(errors).size, errors.length, errors[0]);
  worker.terminate();
};
worker.onmessage = ({data}) => {
  answers.push(data);
  ask();
};
worker.onerror = (event) => {
  errors.push(event.message);
  event.preventDefault();
};
ask();
