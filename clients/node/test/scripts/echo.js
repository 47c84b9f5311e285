onmessage = ({data}) => postMessage(data);
