const cycle = {name: 'cycle'};
cycle.self = cycle;
cycle.list = [cycle, cycle];
const shared = {x: 1};
const buffer = new ArrayBuffer(8);
const map = new Map();
map.set(map, map);
const message = {cycle, a: shared, b: shared, u8: new Uint8Array(buffer), u16: new Uint16Array(buffer), map};
const check = data => {
  console.log(data.cycle.self === data.cycle, data.cycle.list[1] === data.cycle);
  console.log(data.a === data.b, data.a !== shared);
  data.u8[0] = 9;
  console.log(data.u8.buffer === data.u16.buffer, data.u16[0]);
  console.log(data.map.get(data.map) === data.map);
};
check(structuredClone(message));
const worker = new Worker('echo.js');
worker.onmessage = ({data}) => check(data);
worker.postMessage(message);
