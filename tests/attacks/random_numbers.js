// Attack 42: siblings that draw the same random numbers.
// Expect: held
const source = 'postMessage([Math.random(), crypto.getRandomValues(new Uint32Array(2)).join(), crypto.randomUUID()].join());';
const drawn = new Set();
let answers = 0;
for (let i = 0; i < 4; ++i) {
  new Worker(URL.createObjectURL(new Blob([source]))).onmessage = ({ data }) => {
    for (const number of data.split(',')) drawn.add(number);
    if (++answers < 4) return;
    console.log(drawn.size === 16 ? 'held' : `escaped: ${drawn.size}`);
    close();
  };
}
