const source = 'onmessage = ({data}) => postMessage(`${data} ${location.protocol}`)';
const worker = new Worker('data:text/javascript,' + encodeURIComponent(source));
worker.onmessage = ({data}) => { console.log(data); worker.terminate(); };
worker.postMessage('from a data: URL');
