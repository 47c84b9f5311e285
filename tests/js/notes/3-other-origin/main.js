// A worker's script must be of its owner's origin: anything else is a failed fetch.
const others = ['https://example.org/worker.js', 'http://skep.localhost/worker.js',
                'https://skep.localhost:8443/worker.js', 'file:///etc/passwd',
                '../../../../etc/passwd'];
function next() {
  if (others.length === 0) return;
  const worker = new Worker(others.shift());
  worker.onerror = event => {
    console.log(event.constructor === Event, event.type, event.cancelable);
    next();
  };
}
next();
try {
  new Worker('https://[/worker.js');
} catch (error) {
  console.log(error.name, error instanceof DOMException);
}
