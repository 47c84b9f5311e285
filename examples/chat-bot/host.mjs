// The skeleton of a chat platform that runs its users' bots: one sealed worker a bot, restarted when
// it fails, silenced when it keeps failing. Replace `conversation` by your platform's events.

import {host, Worker} from '../../clients/node/index.js';

const most_failures = 3;
const bots = new Map(); // name → {worker, failures}
const bot_of = new Map(); // worker's number → name

const conversation = [
  ['carol', '!roll'], ['dave', 'hello bot'], ['carol', '!crash'], ['dave', '!count'],
  ['carol', '!crash'], ['carol', '!crash'], ['dave', '!count'],
];

const say = (who, text) => console.log(`<${who}> ${text}`);

await host.register({
  say(text) { say(bot_of.get(this.worker), String(text).slice(0, 200)); },
});

async function start(name, failures = 0) {
  const worker = new Worker(new URL(`${name}.js`, import.meta.url), {
    name, limits: {memory_bytes: 16 << 20, console_bytes_per_s: 10_000},
  });
  const bot = {worker, failures};
  bots.set(name, bot);
  bot_of.set(await worker.spawned, name);
  worker.onerror = ({message}) => {
    say('system', `${name} failed: ${message}`);
    worker.terminate();
  };
  return bot;
}

// Resolves when the bot has dealt with it, or is gone and another one is there.
async function tell(name, event) {
  const bot = bots.get(name);
  if (!bot) return;
  const handled = new Promise((resolve) => { bot.worker.onmessage = () => resolve(true); });
  bot.worker.postMessage(event);
  if (await Promise.race([handled, bot.worker.exited.then(() => false)])) return;
  if (bot.failures + 1 < most_failures) {
    await start(name, bot.failures + 1);
    say('system', `${name} was restarted`);
  } else {
    bots.delete(name);
    say('system', `${name} failed ${most_failures} times and stays off`);
  }
}

await start('dice');
for (const [user, text] of conversation) {
  say(user, text);
  await tell('dice', {user, text});
}
for (const {worker} of bots.values()) await worker.terminate();
