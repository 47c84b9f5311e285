onmessage = ({data}) => postMessage(`answer ${data}`);
