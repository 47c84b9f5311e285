// Classes of users on top of EventTarget and Event.
class Store extends EventTarget {
  #value = 0;
  set(value) {
    this.#value = value;
    this.dispatchEvent(new StoreEvent('change', value));
  }
  get value() { return this.#value; }
}
class StoreEvent extends Event {
  constructor(type, value) {
    super(type, { cancelable: true });
    this.value = value;
  }
}
const store = new Store();
store.addEventListener('change', event => {
  console.log(event.value, event.target.value, event instanceof StoreEvent, event instanceof Event);
});
store.set(42);
console.log(store instanceof EventTarget, store.constructor.name);
console.log(Object.prototype.toString.call(store));
const later = new (class extends Store {})();
later.addEventListener('change', () => console.log('two levels'));
later.set(1);
