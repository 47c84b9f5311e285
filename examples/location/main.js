console.log(location.href);
const base = location.href.slice(0, location.href.lastIndexOf('/') + 1);
const worker = new Worker(base + 'empty.js');
console.log(worker);
