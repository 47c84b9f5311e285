// Workers of a tree share its locks; one that ends gives back what it held.
const holder = new Worker('holder.js');
holder.onmessage = async () => {
  console.log('the worker has it');
  console.log(await navigator.locks.request('shared by all', { ifAvailable: true }, lock => lock));
  const { held } = await navigator.locks.query();
  console.log(held.length, held[0].name);
  const mine = navigator.locks.request('shared by all', lock => console.log('mine:', lock.name));
  holder.terminate();
  await mine;
  const opaque = new Worker('data:text/javascript,' + encodeURIComponent(
      "navigator.locks.request('a', () => {}).catch(error => postMessage(error.name))"));
  opaque.onmessage = ({ data }) => {
    console.log('opaque origin:', data);
    opaque.terminate();
  };
};
