const actions = {
  async read(stream) {
    const got = [];
    for await (const chunk of stream) got.push(chunk);
    return got;
  },
  async write(stream) {
    const writer = stream.getWriter();
    await writer.write(1);
    await writer.write('two');
    await writer.close();
    return 'all';
  },
  async transform({readable, writable}) {
    const writer = writable.getWriter();
    writer.write('a').then(() => writer.write('b')).then(() => writer.close());
    return (await actions.read(readable)).join();
  },
  async cancel(stream) {
    await stream.cancel('enough');
    return 'cancels';
  }
};
onmessage = ({data: {what, stream}}) => {
  actions[what](stream).then(postMessage, (error) => postMessage(`${error.name} ${error.message}`));
};
