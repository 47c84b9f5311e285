// However a worker ends, whoever has the other ends of its ports is told, after what it had posted.
const ways = ['close', 'terminate', 'throw', 'spin', 'drop', 'child', 'unstarted'];
const next = () => {
  const way = ways.shift();
  if (!way) return;
  const worker = new Worker('worker.js', {name: way});
  const {port1, port2} = new MessageChannel();
  const got = [];
  port1.onmessage = ({data}) => {
    got.push(data);
    if (way === 'terminate' || way === 'spin') worker.terminate();
  };
  port1.onclose = () => {
    console.log(way + ':', got.join(', '));
    port1.postMessage('to nobody');
    worker.terminate();
    next();
  };
  worker.onerror = (event) => event.preventDefault();
  worker.postMessage(way, [port2]);
};
next();
