// A port that is given away in the middle of a flood: nothing is lost, doubled or out of order,
// whatever is under way, and though each worker in between has started it.
const count = 4000;
const hops = 8;
const source = new Worker('worker.js', {name: 'source'});
const {port1, port2} = new MessageChannel();
source.postMessage(count, [port1]);

const got = [];
const hop = (port, left) => {
  const worker = new Worker('worker.js', {name: left > 0 ? 'hop' : 'last'});
  worker.onmessage = ({data, ports}) => {
    got.push(...data);
    if (ports.length > 0) {
      hop(ports[0], left - 1);
      worker.terminate();
      return;
    }
    console.log(got.length, got.every((value, index) => value === index));
    worker.terminate();
    source.terminate();
  };
  worker.postMessage(count, [port]);
};
hop(port2, hops);
