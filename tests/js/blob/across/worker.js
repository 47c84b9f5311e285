const show = (...words) => postMessage({shown: words.join(' ')});
onmessage = async ({data: {url, gone, mine}}) => {
  importScripts(mine);
  show('imported', globalThis.imported);
  URL.revokeObjectURL(mine);
  try {
    importScripts(gone);
  } catch (error) {
    show('revoked:', error.name);
  }
  const child = new Worker(url);
  child.onmessage = ({data}) => {
    show(data);
    child.terminate();
    postMessage({
      made: URL.createObjectURL(new Blob(['globalThis.made = "here";'], {type: 'text/javascript'}))
    });
  };
};
