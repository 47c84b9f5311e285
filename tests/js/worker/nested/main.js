// A tree of 1 + 3 + 9 workers that adds up numbers.
const depth = name.length;
const sum = new Promise(resolve => {
  if (depth === 2) return resolve(1);
  let total = 1, left = 3;
  for (let i = 0; i < 3; ++i) {
    new Worker('main.js', {name: name + i}).onmessage = ({data}) => {
      total += data;
      if (--left === 0) resolve(total);
    };
  }
});
sum.then(total => depth === 0 ? console.log(total) : postMessage(total));
