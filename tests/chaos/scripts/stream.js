// A numbered stream from one worker to another, and what must be true of it at both ends.
//
// The sender has at most `window` numbers on the way and the receiver sends each one back, so both
// see the order, and a stream that ends with everything sent back has lost nothing. Sizes differ, so
// that messages take one record or several. Each life of a stream has a name of its own: what a dead
// one has left behind is not mistaken for it.
const window_size = 4;
const wrong = text => console.log('wrong: ' + text);
const padding = n => 'p'.repeat(n % 97 === 0 ? 20000 : n % 300);

class Stream {
  constructor(life, post) {
    this.life = life;
    this.post = post;
    this.sent = 0;
    this.back = 0;
    this.stopped = false;
    this.ended = () => {};
    for (let i = 0; i < window_size; ++i) this.send();
  }
  send() {
    if (!this.stopped) this.post({life: this.life, n: this.sent, p: padding(this.sent++)});
  }
  // One came back.
  returned({n}) {
    if (n !== this.back) wrong(`${this.life}: ${n} came back and not ${this.back}`);
    ++this.back;
    if (this.stopped && this.back === this.sent) return this.ended();
    // In its own time: hundreds of these share a processor.
    setTimeout(() => this.send(), 5 + this.back * 7 % 150);
  }
  // Resolves with how many there were, once all have come back.
  end() {
    this.stopped = true;
    return new Promise(done => {
      this.ended = () => done(this.sent);
      if (this.back === this.sent) this.ended();
    });
  }
}

// The other end: what must come next, for each life.
class Receiver {
  constructor() { this.next = new Map(); }
  // `joined`: it may have missed the beginning.
  take({life, n, p}, joined = false) {
    const expected = this.next.has(life) ? this.next.get(life) : joined ? n : 0;
    if (n !== expected) wrong(`${life}: ${n} arrived and not ${expected}`);
    if (p !== padding(n)) wrong(`${life}: ${n} is damaged`);
    this.next.set(life, n + 1);
  }
}

const new_life = what => `${what} ${Math.random().toString(36)} of ${self.name}`;
