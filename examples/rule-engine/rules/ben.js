const rules = [
  ({items}) => items >= 5 && 15,
  ({total}) => total > 75 && 5,
];

onmessage = ({data}) => postMessage(Math.max(0, ...rules.map(rule => rule(data) || 0)));
