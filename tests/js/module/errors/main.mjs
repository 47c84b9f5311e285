// What goes wrong in a graph, as import() tells it; and the same graph in a worker.
const failing = ['./missing-name.js', './missing-star.js', './syntax.js', './needs-syntax.js',
                 './nowhere.js', './needs-nowhere.js', 'bare', './needs-bare.js', './throws.js',
                 './needs-throws.js', './ambiguous.js', './circular.js', 'http://[', './attribute.js'];
for (const specifier of failing) {
  try {
    await import(specifier);
    console.log(specifier, 'is fine?');
  } catch (error) {
    console.log(specifier, '-', error.name + ':', error.message.replace(/https:\/\/\S*\//g, ''));
    try {
      await import(specifier);
    } catch (again) {
      if (!specifier.includes('bare') && !specifier.includes('http')) {
        console.log(again === error ? '  the same again' : '  another ' + again.name);
      }
    }
  }
}
function outcome(file) {
  return new Promise(resolve => {
    const worker = new Worker(file, { type: 'module' });
    worker.onerror = event => {
      event.preventDefault();
      resolve(event instanceof ErrorEvent
        ? `${event.message} at ${event.filename.replace(/.*\//, '')}:${event.lineno}:${event.colno}`
        : 'plain ' + event.constructor.name);
    };
  });
}
for (const file of ['missing-name.js', 'needs-syntax.js', 'nowhere.js', 'needs-nowhere.js',
                    'needs-bare.js', 'needs-throws.js', 'rejects.js']) {
  console.log('worker', file, '-', await outcome(file));
}
