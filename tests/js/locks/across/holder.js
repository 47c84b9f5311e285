navigator.locks.request('shared by all', () => {
  postMessage('held');
  return new Promise(() => {});
});
