// unhandledrejection and rejectionhandled.
addEventListener('unhandledrejection', event => {
  console.log(event.type, event instanceof PromiseRejectionEvent, event.reason.message,
              event.promise === watched, event.cancelable);
  event.preventDefault();
});
onrejectionhandled = event => {
  console.log(event.type, event.reason.message, event.promise === watched, event.cancelable);
};
const handled = Promise.reject(new Error('handled in the same turn'));
handled.catch(error => console.log('caught', error.message));
const watched = Promise.reject(new Error('late'));
setTimeout(() => watched.catch(error => console.log('caught', error.message)), 20);
setTimeout(() => Promise.reject(new Error('second')), 40);
try {
  new PromiseRejectionEvent('x');
} catch (error) {
  console.log(error.name);
}
