// Modern syntax in front, so that lines move when it is lowered.
class Greeter {
  #name = 'world';
  greet = async () => `hello ${this.#name}`;
}

const fail = ({ reason }) => {
  throw new Error(reason);
};

self.onmessage = () => {
  new Greeter().greet().then(text => postMessage(text));
  fail({ reason: 'boom' });
};
