const actions = {
  talk([port]) {
    for (const word of ['one', 'two']) port.postMessage(word);
    port.close();
  },
  listen([port]) {
    const got = [];
    port.onmessage = ({data}) => got.push(data);
    port.onclose = () => postMessage([...got, 'closed']);
  },
  nest() {
    const deeper = new Worker('worker.js', {name: name + '+'});
    deeper.onmessage = ({data, ports}) => postMessage(data, ports);
    if (name.length < 6) return deeper.postMessage('nest');
    const {port1, port2} = new MessageChannel();
    port1.onmessage = ({data}) => port1.postMessage(`${data} said ${name}`);
    postMessage(`from ${name}`, [port2]);
  },
  // Takes a few messages, more than arrive at once, and passes the started port on.
  some([port]) {
    const got = [];
    port.onmessage = ({data}) => {
      got.push(data);
      if (got.length === 13) {
        port.onmessage = () => console.log('never');
        postMessage(got, [port]);
      }
    };
  },
  both([one, other]) {
    const got = [];
    other.onmessage = ({data, target}) => {
      got.push(data);
      if (data === 'over') postMessage(got);
    };
    one.postMessage('over');
  },
  chain([port]) {
    let links = 0;
    const follow = (link) => {
      link.onmessage = ({data, ports}) => {
        if (data === 'end') return postMessage(links);
        links++;
        follow(ports[0]);
      };
    };
    follow(port);
  },
  echo([port]) {
    port.onmessage = ({data}) => port.postMessage(data, [data.buffer]);
  }
};
onmessage = ({data, ports}) => actions[data](ports);
