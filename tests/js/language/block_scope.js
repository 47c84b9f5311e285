let x = 'outer';
{ let x = 'inner'; console.log(x); }
switch (1) { case 1: { const y = 'one'; console.log(y); } default: { const y = 'fall'; console.log(y); } }
if (true) { function hoisted() { return 'block function'; } console.log(hoisted()); }
rows: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue rows; if (i === 2) break rows; console.log(`${i}${j}`); } }
console.log(x);
