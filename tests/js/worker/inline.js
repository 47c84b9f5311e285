// Workers from blob: and data: URLs: name, location, messages both ways, errors on the way up.
const blobWorker = source => new Worker(URL.createObjectURL(new Blob([source])), { name: 'child' });
const steps = [
  next => {
    const worker = blobWorker('postMessage([name, location.protocol, self.origin])');
    worker.onmessage = ({ data }) => { console.log(data.join()); next(); };
  },
  next => {
    const worker = new Worker('data:text/javascript,postMessage([self.origin,location.protocol])');
    worker.onmessage = ({ data }) => { console.log(data.join()); next(); };
  },
  next => {
    const worker = blobWorker('onmessage = e => postMessage(e.data * 2)');
    worker.postMessage(1);
    worker.postMessage(2);
    worker.addEventListener('message', ({ data, origin, source, ports, lastEventId }) => {
      console.log(data, JSON.stringify(origin), source, ports.length, JSON.stringify(lastEventId));
      if (data === 4) next();
    });
  },
  next => {
    const worker = blobWorker('throw new RangeError("up")');
    worker.onerror = event => {
      console.log(event.constructor.name, event.message, event.lineno, event.error, event.cancelable,
                  event.bubbles);
      next();
      return false;
    };
  },
  next => {
    const worker = blobWorker('onerror = () => true; setTimeout(() => postMessage("handled inside")); throw 1');
    worker.onerror = () => console.log('never');
    worker.onmessage = ({ data }) => { console.log(data); next(); };
  },
  next => {
    const worker = blobWorker('this is not JavaScript');
    worker.onerror = event => { console.log(event.constructor.name, event.type, event.cancelable); next(); };
  },
  next => {
    const worker = blobWorker('throw new Error("to the global scope")');
    worker.onerror = () => { console.log('the worker object first'); };
    onerror = (message, file, line, column, error) => {
      console.log(message, error);
      onerror = null;
      next();
      return true;
    };
  },
  next => {
    const worker = blobWorker(`
      const inner = new Worker('data:,postMessage("nested")');
      inner.onmessage = ({ data }) => postMessage(data);
    `);
    worker.onmessage = ({ data }) => { console.log(data); next(); };
  },
];
(function next() {
  const step = steps.shift();
  if (step) step(next);
}());
