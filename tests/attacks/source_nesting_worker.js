// Attack 14: the source of a worker that nests without end.
// Expect: held
const ends = (source) => new Promise((done) => {
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  worker.onerror = (event) => { event.preventDefault(); done(); };
  worker.onmessage = () => console.log('escaped');
});
(async () => {
  await ends('('.repeat(1e5));
  await ends('['.repeat(1e5) + ']'.repeat(1e5) + '; class Modern {} postMessage(1);');
  await ends('`${'.repeat(1e4));
  console.log('held');
  close();
})();
