// Closures over what each turn of a loop has of its own, and labels.
const made = [];
for (let i = 0; i < 3; i++) made.push(() => i++ * 10);
for (const key in {a: 1, b: 2}) made.push(() => key);
for (const [a, b] of [[1, 2], [3, 4]]) made.push(() => a + b);
console.log(made.map((each) => each()).join(), made[0]());
let turns = 0;
outer: for (let i = 0; i < 4; i++) {
  for (let j = 0; ; j++) {
    turns++;
    if (j === i) continue outer;
    if (i === 3) break outer;
    made.push(() => i * j);
  }
}
console.log(turns, made[made.length - 1]());
block: {
  if (turns > 3) break block;
  console.log('not here');
}
function find() {
  for (let i = 0; i < 5; i++) {
    const later = () => i;
    try {
      if (i === 2) return later;
    } finally {
      turns = i;
    }
  }
}
console.log(find()(), turns);
let step = 0;
do {
  const kept = step;
  if (kept === 1) continue;
  made.push(() => kept);
} while (++step < 3);
console.log(made.slice(-2).map((each) => each()).join());
switch (step) {
  case 3: { let inner = 'three'; console.log(inner); }
  // falls through
  default: console.log('default');
}
