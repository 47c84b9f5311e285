const name = 'blob';
const script = `
  const greet = who => \`hello from a \${who}\`;
  postMessage(greet('${name}'));
`;
const url = URL.createObjectURL(new Blob([script]));
const worker = new Worker(url);
URL.revokeObjectURL(url);
worker.onmessage = ({ data }) => console.log(data);
