console.log('before');
importScripts('one.js', 'two.js');
console.log(fromOne, fromTwo());
try {
  importScripts('missing.js');
} catch (error) {
  console.log(error.name, error instanceof DOMException);
}
try {
  importScripts('throws.js');
} catch (error) {
  console.log('caught:', error.message);
}
try {
  importScripts('one.js', 'http://');
} catch (error) {
  console.log(error.name);
}
importScripts('data:text/javascript,var fromData = 5');
importScripts(URL.createObjectURL(new Blob(['var fromBlob = 6'], {type: 'text/javascript'})));
console.log(fromData + fromBlob);
const worker = new Worker('worker.js');
worker.onmessage = ({data}) => console.log(data);
