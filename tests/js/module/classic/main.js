// import() in classic scripts: the same modules, relative to the script that calls.
importScripts('sub/helper.js');
var thisName = 'classic';
import('./sub/module.js').then(space => {
  console.log(space.default, space.count());
  return fromHelper();
}).then(space => {
  console.log(space.default, space.count());
  return import('./sub/module.js');
}).then(space => {
  console.log(space.count());
  return import('no');
}).catch(error => {
  console.log(error.name);
  const worker = new Worker(URL.createObjectURL(new Blob([
    'import("./relative.js").catch(error => postMessage(error.name))'])));
  worker.onmessage = ({ data }) => { console.log(data); worker.terminate(); };
});
console.log({ import(x) { return x; } }.import('not an import'));
