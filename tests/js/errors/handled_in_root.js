self.onerror = (message, filename, line, column, error) => {
  console.log(message, filename, line, column > 0, error.message);
  return true;
};
self.addEventListener('error', event => console.log(event.constructor.name, event.lineno));
setTimeout(() => console.log('goes on'), 20);

throw new Error('boom');
