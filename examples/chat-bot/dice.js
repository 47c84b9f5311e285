let seen = 0;

async function handle({user, text}) {
  seen += 1;
  if (text === '!roll') return skep.call('say', `${user} rolls a ${1 + seen % 6}`);
  if (text === '!count') return skep.call('say', `I have seen ${seen} messages`);
  if (text === '!crash') return null.oops;
  if (text.includes('hello')) return skep.call('say', `hello ${user}`);
}

onmessage = async ({data}) => {
  await handle(data);
  postMessage('handled');
};
