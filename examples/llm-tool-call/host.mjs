// The tool "run this JavaScript" for a language model. What the model wrote runs in a sealed worker
// that lives for one call; whatever comes of it, a result or the reason of its end, is text that
// goes back to the model.

import {Worker} from '../../clients/node/index.js';

const limits = {memory_bytes: 32 << 20, cpu_ms: 500, wall_ms: 60_000, children: 1};
const most_result_bytes = 4096;

// The model writes the body of an async function; its value is the result of the call.
const harness = (body) => `
  (async () => { ${body}
  })().then((value) => postMessage({result: JSON.stringify(value) ?? 'undefined'}),
            (error) => postMessage({error: String(error)}));`;

function run_tool({code}) {
  const worker = new Worker(harness(code), {eval: true, limits, console: 'ignore'});
  const printed = [];
  worker.onconsole = ({text}) => printed.push(text);
  return new Promise((resolve) => {
    const answer = (content) => {
      worker.terminate();
      resolve(JSON.stringify({...content, ...(printed.length ? {printed} : {})})
          .slice(0, most_result_bytes));
    };
    worker.onmessage = ({data}) => answer(data);
    worker.onerror = ({message}) => answer({error: message});
    worker.onexit = ({reason, detail}) => answer({error: `ended: ${reason}`, detail});
  });
}

// What a model might send: tool calls as they come from its interface.
const tool_calls = [
  {code: 'const primes = [];\nfor (let n = 2; primes.length < 10; ++n)\n' +
         '  if (primes.every(p => n % p)) primes.push(n);\nreturn primes;'},
  {code: 'console.log("thinking"); const rows = [{q: 3, p: 2.5}, {q: 1, p: 10}];\n' +
         'return rows.map(({q, p}) => q * p).reduce((a, b) => a + b);'},
  {code: 'return (await fetch("https://example.com/")).status;'},
  {code: 'return require("fs").readFileSync("/etc/passwd", "utf8");'},
  {code: 'while (true) {}'},
  {code: 'const all = []; while (true) all.push(new Uint8Array(1 << 20));'},
  {code: 'return [1, 2'},
];

for (const call of tool_calls) {
  console.log(`→ ${call.code.split('\n').join(' ')}`);
  console.log(`← ${await run_tool(call)}`);
}
