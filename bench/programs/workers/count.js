var count = 0;
onmessage = function (event) {
  if (event.data === 'start') postMessage('ready');
  else if (event.data === 'end') postMessage(count);
  else count += 1;
};
