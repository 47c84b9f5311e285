onmessage = ({data: count, ports: [port]}) => {
  if (name === 'source') {
    for (let i = 0; i < count; i++) port.postMessage(i);
    globalThis.kept = port;
    return;
  }
  const got = [];
  port.onmessage = ({data}) => {
    got.push(data);
    if (name === 'last') {
      if (data === count - 1) postMessage(got);
    } else if (got.length === 37) {
      postMessage(got, [port]);
    }
  };
};
