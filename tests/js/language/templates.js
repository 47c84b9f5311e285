const name = 'world', n = 3;
console.log(`hello ${name}${'!'.repeat(n)} ${`nested ${n + 1}`}`);
console.log(`line 1
line 2 \${escaped}`);
