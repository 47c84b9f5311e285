// A shop that lets its customers write their own discount rules. Each customer's rules run in a
// sealed worker of their own: a rule that hangs or fills its memory costs that customer a discount,
// and nobody else anything.

import {Worker} from '../../clients/node/index.js';

// For one decision, whatever it waits for. A rule that computes for long meets its limit first.
const patience_ms = 30_000;

const orders = [
  {customer: 'anna', total: 120, items: 3},
  {customer: 'ben', total: 80, items: 1},
  {customer: 'mallory', total: 50, items: 2},
  {customer: 'anna', total: 20, items: 1},
];

const rules = new Map(); // customer → Worker

function rules_of(customer) {
  if (!rules.has(customer)) {
    const worker = new Worker(new URL(`rules/${customer}.js`, import.meta.url), {
      name: customer,
      limits: {memory_bytes: 16 << 20, cpu_ms: 300},
    });
    worker.addEventListener('exit', () => rules.delete(customer)); // the next order gets a fresh one
    rules.set(customer, worker);
  }
  return rules.get(customer);
}

// The discount in percent, or why there is none.
function decide(order) {
  const worker = rules_of(order.customer);
  return new Promise((resolve) => {
    const timer = setTimeout(() => worker.terminate(), patience_ms);
    const done = (decision) => { clearTimeout(timer); resolve(decision); };
    worker.onmessage = ({data}) => done(`${data} % off`);
    worker.onexit = ({reason}) => done(`no discount: the rule ended as ${reason}`);
    worker.postMessage(order);
  });
}

for (const order of orders) {
  console.log(`${order.customer}, ${order.total} €: ${await decide(order)}`);
}
for (const worker of rules.values()) await worker.terminate();
