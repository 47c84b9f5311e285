// A worker as people write them: fifty lines with a class, a Map, destructuring, async functions.
class Account {
  #balance = 0;
  static opened = 0;

  constructor(owner, { currency = 'EUR', limit = 100 } = {}) {
    this.owner = owner;
    this.currency = currency;
    this.limit = limit;
    Account.opened += 1;
  }

  get balance() { return this.#balance; }

  deposit(...amounts) {
    for (const amount of amounts) {
      if (amount <= 0) throw new RangeError(`not an amount: ${amount}`);
      this.#balance += amount;
    }
    return this;
  }
}

class Savings extends Account {
  constructor(owner, interest) {
    super(owner, { limit: 1000 });
    this.interest = interest;
  }

  get balance() { return super.balance * (1 + this.interest); }
}

const accounts = new Map();
for (const name of ['anna', 'bert', 'clara']) accounts.set(name, new Savings(name, 0.02));

const pause = (value) => new Promise((resolve) => setTimeout(resolve, 1, value));

async function settle(names) {
  const balances = [];
  for (const name of names) {
    const account = accounts.get(name) ?? new Account(name);
    await pause(name);
    balances.push({ name, balance: account.deposit(10, 20).balance });
  }
  return Object.fromEntries(balances.map(({ name, balance }) => [name, balance.toFixed(2)]));
}

settle([...accounts.keys(), 'dora']).then((balances) => {
  const text = JSON.stringify({ ...balances, opened: Account.opened });
  postMessage(text.replace(/"/g, ''));
}).catch((error) => postMessage(error.message));
