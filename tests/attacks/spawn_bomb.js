// Attack 39: workers that make workers, all the way down.
// Limits: memory_bytes=16777216 children=4 depth=3
// Expect: held
const source = `
  onmessage = ({data: {source, depth}}) => {
    if (depth > 3) postMessage('escaped: generation ' + depth);
    for (let i = 0; i < 20; ++i) {
      const worker = new Worker(URL.createObjectURL(new Blob([source])));
      worker.onerror = (event) => { event.preventDefault(); postMessage('refused'); };
      worker.onmessage = ({data}) => postMessage(data);
      worker.postMessage({source, depth: depth + 1});
    }
  };
`;
let refused = 0;
for (let i = 0; i < 20; ++i) {
  let worker;
  try { worker = new Worker(URL.createObjectURL(new Blob([source]))); } catch (error) { console.log(error.name); break; }
  worker.onerror = (event) => { event.preventDefault(); };
  worker.onmessage = ({ data }) => {
    if (data !== 'refused') console.log(data);
    if (++refused !== 20) return;
    console.log('held');
    close();
  };
  worker.postMessage({ source, depth: 2 });
}
