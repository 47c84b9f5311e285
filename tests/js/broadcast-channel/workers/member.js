const results = new BroadcastChannel('results'), work = new BroadcastChannel('work');
results.onmessage = () => {};
work.onmessage = ({ data }) => {
  if (data === 'stop') {
    if (name === 'a') {
      new BroadcastChannel('\u{1F41D}').postMessage('heard');
      new BroadcastChannel('\uD83D').postMessage('heard');
    }
    return;
  }
  results.postMessage({ name, sum: data.numbers.reduce((sum, number) => sum + number, data.bytes[0]) });
};
results.postMessage('ready');
