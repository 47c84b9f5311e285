// Attack 34: getters that change, throw and post while their message is made.
// Expect: held
const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = ({data}) => postMessage(JSON.stringify(data));'])));
const got = [];
worker.onmessage = ({ data }) => {
  got.push(data);
  if (got.length < 3) return;
  const right = got[0] === '{"inner":true}' && got[1] === '{"a":1,"b":2}' && got[2] === '"last"';
  console.log(right ? 'held' : `escaped: ${got}`);
  close();
};
const changing = { get a() { delete changing.c; changing.d = 4; worker.postMessage({ inner: true }); return 1; }, b: 2, c: 3 };
worker.postMessage(changing);
try { worker.postMessage({ get a() { throw new RangeError('no'); }, b: 1 }); console.log('escaped'); } catch (error) { /* well */ }
worker.postMessage('last');
