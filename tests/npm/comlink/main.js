importScripts('/node_modules/comlink/dist/umd/comlink.js');

const worker = new Worker('worker.js');
const remote = Comlink.wrap(worker);
(async () => {
  console.log(await remote.value, (remote.value = 5, await remote.value), await remote.nested.deep.twice(21));

  const seen = [];
  console.log(await remote.eachOf(['a', 'b'], Comlink.proxy((item, index) => { seen.push(item + index); })), seen.join());

  const buffer = new ArrayBuffer(4);
  const filled = await remote.fill(Comlink.transfer(buffer, [buffer]), 7);
  console.log(buffer.byteLength, new Uint8Array(filled).join());

  const proxied = await remote.makeCounter(10);
  console.log(await proxied.add(5), await proxied.count);
  proxied[Comlink.releaseProxy]();

  const counter = await new remote.Counter(100);
  console.log(await counter.add(1), await counter.count);

  try {
    await remote.fail('too far');
  } catch (error) {
    console.log(error instanceof Error, error.name, error.message);
  }

  // An endpoint of its own, over a port that is transferred.
  const endpoint = await remote[Comlink.createEndpoint]();
  const second = Comlink.wrap(endpoint);
  console.log(await second.value);
  worker.terminate();
})();
