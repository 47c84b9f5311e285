onmessage = async ({data: [name, ...args]}) => {
  try {
    postMessage({value: await skep.call(name, ...args)});
  } catch (error) {
    postMessage({error: {name: error.name, message: error.message}});
  }
};
