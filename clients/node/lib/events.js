// The events of a Worker that Node has no class for.

// An exception that nothing in the worker handled, or a script that could not be loaded or parsed.
export class ErrorEvent extends Event {
  constructor(type, init = {}) {
    super(type, {cancelable: true});
    this.message = init.message ?? '';
    this.filename = init.filename ?? '';
    this.lineno = init.lineno ?? 0;
    this.colno = init.colno ?? 0;
    this.error = init.error ?? null;
  }
}

// The worker is gone, for exactly one reason.
export class ExitEvent extends Event {
  constructor(init) {
    super('exit');
    this.reason = init.reason;
    this.detail = init.detail ?? '';
    this.signal = init.signal ?? 0;
    this.cpuMs = init.cpu_ms ?? 0;
    this.peakMemoryBytes = init.peak_memory_bytes ?? 0;
    this.messagesIn = init.messages_in ?? 0;
    this.messagesOut = init.messages_out ?? 0;
  }
}

// One call of console.* in the worker or one of its descendants. Unless preventDefault() is called
// it is printed as the same call here.
export class ConsoleEvent extends Event {
  constructor(init) {
    super('console', {cancelable: true});
    this.level = init.level;
    this.text = init.text;
    this.name = init.name ?? '';
    this.worker = init.worker ?? 0;
  }
}

// A limit took effect without ending the worker.
export class LimitEvent extends Event {
  constructor(init) {
    super('limit');
    this.limit = init.limit;
    this.detail = init.detail ?? '';
    this.worker = init.worker ?? 0;
  }
}

// on… attributes, as HTML has them: a function that is called like a listener, in the place in the
// order of listeners that it got when it was first set.
export function define_handlers(prototype, types) {
  for (const type of types) {
    const slot = Symbol(`on${type}`);
    Object.defineProperty(prototype, `on${type}`, {
      configurable: true,
      enumerable: true,
      get() { return this[slot]?.handler ?? null; },
      set(handler) {
        const usable = typeof handler === 'function' ? handler : null;
        if (this[slot] === undefined && usable !== null) {
          const entry = {handler: null};
          Object.defineProperty(this, slot, {value: entry});
          this.addEventListener(type, (event) => {
            const result = entry.handler?.call(this, event);
            if (result === false && type !== 'error') event.preventDefault();
          });
        }
        if (this[slot] !== undefined) this[slot].handler = usable;
      },
    });
  }
}
