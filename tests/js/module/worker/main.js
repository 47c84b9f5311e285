// A module worker: its scope, its messages, its errors.
const inline = new Worker('data:text/javascript,import "data:text/javascript,self.x=1";' +
                          'postMessage(["inline", self.x])', { type: 'module' });
inline.onmessage = ({ data }) => {
  console.log(...data);
  inline.terminate();
  other();
};

function other() {
  const worker = new Worker('data:text/plain,postMessage(1)', { type: 'module' });
  worker.onmessage = () => console.log('ran');
  worker.onerror = (event) => {
    console.log('not JavaScript', event.type, event instanceof ErrorEvent);
    second();
  };
}

function second() {
  const worker = new Worker('worker.js', { type: 'module', name: 'bee' });
  worker.postMessage('early');
  worker.onmessage = ({ data }) => {
    console.log(...data);
    if (data[0] === 'done') worker.terminate();
  };
  worker.onerror = event => {
    event.preventDefault();
    console.log(event.message, event.filename.replace(/.*\//, ''), event.lineno, event.colno);
    worker.postMessage('last');
  };
}
