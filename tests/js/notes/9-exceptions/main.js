try {
  const worker = new Worker('worker.js');
  worker.onerror = event => {
    console.log('event:', event.message);
    return false;
  };
  console.log('no exception here');
} catch (error) {
  console.log('never', error);
}
