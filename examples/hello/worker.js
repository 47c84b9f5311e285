onmessage = message => {
  console.log(message);
  postMessage(' world!');
}
