new Worker('worker.js', { name: 'five' });
