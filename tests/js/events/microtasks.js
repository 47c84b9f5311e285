// Microtasks run between the listeners of an event that a task fires, not of one that a script does.
const note = name => Promise.resolve().then(() => console.log('microtask of', name));
addEventListener('message', () => { console.log('first'); note('first'); });
addEventListener('message', () => { console.log('second'); note('second'); });
dispatchEvent(new Event('message'));
console.log('script ends');
setTimeout(() => {
  console.log('--');
  const worker = new Worker('data:,postMessage(1)');
  worker.addEventListener('message', () => { console.log('third'); note('third'); });
  worker.addEventListener('message', () => { console.log('fourth'); note('fourth'); });
});
