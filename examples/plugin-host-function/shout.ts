declare const skep: {call(name: string, ...args: unknown[]): Promise<any>};

onmessage = async () => {
  const text: string = await skep.call('read', 'todo');
  await skep.call('write', 'todo', text.toUpperCase());
  try {
    await skep.call('read', 'secret');
  } catch (error) {
    console.log(`refused: ${(error as Error).message}`);
  }
  try {
    await skep.call('eraseEverything');
  } catch (error) {
    console.log(`refused: ${(error as Error).name}`);
  }
  postMessage('done');
};
