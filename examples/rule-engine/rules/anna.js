onmessage = ({data: {total}}) => postMessage(total >= 100 ? 10 : 0);
