import { greet } from './greet.js';

postMessage(['scope', this === undefined, name, location.pathname.endsWith('/worker.js'),
             typeof importScripts, self instanceof DedicatedWorkerGlobalScope]);
try {
  importScripts('greet.js');
} catch (error) {
  postMessage(['importScripts', error.name]);
}
var notGlobal = 1;
postMessage(['global', 'notGlobal' in self]);
onmessage = ({ data }) => {
  postMessage([greet(data)]);
  if (data === 'last') return postMessage(['done']);
  // The message is handled before this module has ended.
  setTimeout(() => { throw new RangeError('from a timer'); });
};
await new Promise(resolve => setTimeout(resolve, 10));
