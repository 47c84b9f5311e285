// Structured values as tagged JSON: what JSON lacks is written as objects whose key begins with "$"
// (docs/protocol.md, "Values"). encode() takes what structuredClone() takes, and throws the same
// DataCloneError for the rest; decode() gives back equal values of this realm.

import {types} from 'node:util';

// Arrays and objects within each other, in the JSON that is sent. The daemon takes 256.
const most_nesting = 250;

const view_kinds = new Map([
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array, DataView,
].map((kind) => [kind.name, kind]));

const error_kinds = new Map([
  Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
].map((kind) => [kind.name, kind]));

export function data_clone_error(what) {
  return new DOMException(`${what} could not be cloned.`, 'DataCloneError');
}

// --- to JSON ---

// Text that UTF-8 cannot hold goes as its UTF-16 code units.
function encode_text(text) {
  return text.isWellFormed() ? text : {$text: Buffer.from(text, 'utf16le').toString('base64')};
}

function encode_number(number) {
  if (Number.isNaN(number)) return {$number: 'NaN'};
  if (number === Infinity) return {$number: 'Infinity'};
  if (number === -Infinity) return {$number: '-Infinity'};
  return Object.is(number, -0) ? {$number: '-0'} : number;
}

function name_of(value) {
  if (typeof value === 'symbol') return value.toString();
  if (typeof value === 'function') return `The function ${value.name || '(anonymous)'}`;
  return Object.prototype.toString.call(value);
}

class Encoder {
  #ids = new Map(); // object → {id, wrapper}: wrapper is what stands for it where it came first
  #last_id = 0;

  value(value, depth) {
    switch (typeof value) {
      case 'string': return encode_text(value);
      case 'number': return encode_number(value);
      case 'boolean': return value;
      case 'undefined': return {$undefined: true};
      case 'object': return value === null ? null : this.#object(value, depth);
      case 'bigint': throw data_clone_error('A BigInt (the engine has none)');
      default: throw data_clone_error(name_of(value));
    }
  }

  #object(value, depth) {
    const known = this.#ids.get(value);
    if (known !== undefined) {
      // Now it is known to come again, so where it came first it gets its number.
      known.id ??= ++this.#last_id;
      return {$ref: known.id};
    }
    if (depth >= most_nesting) throw data_clone_error('A value nested this deep');
    const place = {id: undefined, value: undefined};
    this.#ids.set(value, place);
    place.value = this.#contents(value, depth + 1);
    return new Place(place);
  }

  #contents(value, depth) {
    if (types.isProxy(value)) throw data_clone_error('A Proxy');
    if (Array.isArray(value)) return this.#array(value, depth);
    if (types.isDate(value)) {
      const time = value.getTime();
      return {$date: Number.isNaN(time) ? null : time};
    }
    if (types.isRegExp(value)) return {$regexp: [value.source, value.flags]};
    if (types.isMap(value)) {
      const pairs = [...Map.prototype.entries.call(value)];
      return {$map: pairs.map(([k, v]) => [this.value(k, depth + 2), this.value(v, depth + 2)])};
    }
    if (types.isSet(value)) {
      return {$set: [...Set.prototype.values.call(value)].map((v) => this.value(v, depth + 1))};
    }
    if (types.isNativeError(value)) return {$error: this.#error(value, depth + 1)};
    if (types.isArrayBuffer(value)) return {$buffer: Buffer.from(value).toString('base64')};
    if (ArrayBuffer.isView(value)) return {$view: this.#view(value, depth + 1)};
    if (types.isBooleanObject(value)) return {$boolean: value.valueOf()};
    if (types.isNumberObject(value)) return {'$boxed-number': encode_number(value.valueOf())};
    if (types.isStringObject(value)) return {'$boxed-string': encode_text(value.valueOf())};
    // What has more to it than its properties, and cannot go where there is only one realm's worth.
    const tag = Object.prototype.toString.call(value);
    if (types.isBoxedPrimitive(value) || types.isPromise(value) || types.isWeakMap(value) ||
        types.isWeakSet(value) || types.isSharedArrayBuffer(value) || types.isExternal(value) ||
        types.isGeneratorObject(value) || types.isMapIterator(value) || types.isSetIterator(value) ||
        value instanceof WeakRef || value instanceof MessagePort || value instanceof Blob ||
        value instanceof EventTarget || value instanceof Event) {
      throw data_clone_error(tag);
    }
    return this.#plain(value, depth);
  }

  #array(array, depth) {
    const keys = Object.keys(array);
    const dense = keys.length === array.length &&
        (array.length === 0 || keys[array.length - 1] === String(array.length - 1));
    if (dense) return Array.from(array, (item) => this.value(item, depth));
    const items = [];
    const extra = [];
    for (const key of keys) {
      const index = Number(key);
      const is_index = String(index) === key && Number.isInteger(index) && index >= 0 &&
          index < array.length;
      if (is_index) items.push([index, this.value(array[key], depth + 4)]);
      else extra.push([encode_text(key), this.value(array[key], depth + 4)]);
    }
    return {$array: {length: array.length, items, extra}};
  }

  #view(view, depth) {
    let kind = view[Symbol.toStringTag];
    if (types.isDataView(view)) kind = 'DataView';
    if (!view_kinds.has(kind)) throw data_clone_error(`A ${kind}`);
    const {byteOffset: offset, byteLength: length} = view;
    // Node keeps small Buffers in one shared pool. Only their own bytes are theirs to give away.
    if (Buffer.isBuffer(view)) {
      return {kind, buffer: {$buffer: view.toString('base64')}, offset: 0, length};
    }
    return {kind, buffer: this.value(view.buffer, depth), offset, length};
  }

  #error(error, depth) {
    const own = (name) => Object.getOwnPropertyDescriptor(error, name);
    const encoded = {name: error_kinds.has(error.name) ? error.name : 'Error'};
    const message = own('message');
    if (message && 'value' in message) encoded.message = encode_text(String(message.value));
    if (typeof error.stack === 'string') encoded.stack = encode_text(error.stack);
    const cause = own('cause');
    if (cause && 'value' in cause) encoded.cause = this.value(cause.value, depth);
    return encoded;
  }

  #plain(object, depth) {
    const keys = Object.keys(object);
    const odd = keys.some((key) => key.startsWith('$') || !key.isWellFormed());
    if (odd) {
      return {
        $object: keys.map((key) => [encode_text(key), this.value(object[key], depth + 2)]),
      };
    }
    const encoded = Object.create(null); // so that "__proto__" is a key like any other
    for (const key of keys) encoded[key] = this.value(object[key], depth);
    return encoded;
  }
}

// Where an object came first: what it is written as is only known when all has been seen.
class Place {
  #place;
  constructor(place) { this.#place = place; }
  toJSON() {
    const {id, value} = this.#place;
    return id === undefined ? value : {$id: id, $value: value};
  }
}

// The value in tagged form, ready for JSON.stringify().
export function encode(value) {
  return new Encoder().value(value, 1);
}

// --- from JSON ---

function wrong(what) {
  return new TypeError(`not a tagged value: ${what}`);
}

function decode_text(json) {
  if (typeof json === 'string') return json;
  if (typeof json?.$text === 'string') return Buffer.from(json.$text, 'base64').toString('utf16le');
  throw wrong('text expected');
}

function define(target, key, value) {
  Object.defineProperty(target, key,
      {value, writable: true, enumerable: true, configurable: true});
}

class Decoder {
  #known = new Map();

  // `id`: the number under which what comes out is referred to, as early as from inside of it.
  value(json, id) {
    if (typeof json !== 'object' || json === null) return json;
    if (Array.isArray(json)) {
      const array = this.#keep(id, []);
      for (const item of json) array.push(this.value(item));
      return array;
    }
    const keys = Object.keys(json);
    const tag = keys.find((key) => key.startsWith('$'));
    if (tag === undefined) {
      const object = this.#keep(id, {});
      for (const key of keys) define(object, key, this.value(json[key]));
      return object;
    }
    if ('$id' in json && '$value' in json && keys.length === 2) {
      return this.value(json.$value, json.$id);
    }
    if (keys.length !== 1) throw wrong(`a key beside ${tag}`);
    return this.#tagged(tag, json[tag], id);
  }

  #keep(id, object) {
    if (id !== undefined) this.#known.set(id, object);
    return object;
  }

  #tagged(tag, body, id) {
    switch (tag) {
      case '$undefined': return undefined;
      case '$number':
        if (!['NaN', 'Infinity', '-Infinity', '-0'].includes(body)) throw wrong(tag);
        return Number(body);
      case '$bigint': return BigInt(body);
      case '$text': return decode_text({$text: body});
      case '$ref':
        if (!this.#known.has(body)) throw wrong(`no value ${body} before its reference`);
        return this.#known.get(body);
      case '$date': return this.#keep(id, new Date(body === null ? NaN : body));
      case '$regexp': return this.#keep(id, new RegExp(decode_text(body[0]), body[1]));
      case '$boolean': return this.#keep(id, Object(Boolean(body)));
      case '$boxed-number': return this.#keep(id, Object(Number(this.value(body))));
      case '$boxed-string': return this.#keep(id, Object(decode_text(body)));
      case '$buffer': return this.#keep(id, buffer_of(body));
      case '$view': return this.#view(body, id);
      case '$error': return this.#error(body, id);
      case '$map': {
        const map = this.#keep(id, new Map());
        for (const [key, value] of body) map.set(this.value(key), this.value(value));
        return map;
      }
      case '$set': {
        const set = this.#keep(id, new Set());
        for (const value of body) set.add(this.value(value));
        return set;
      }
      case '$array': {
        const array = this.#keep(id, []);
        array.length = body.length;
        for (const [index, value] of body.items) define(array, index, this.value(value));
        for (const [key, value] of body.extra ?? []) {
          define(array, decode_text(key), this.value(value));
        }
        return array;
      }
      case '$object': {
        const object = this.#keep(id, {});
        for (const [key, value] of body) define(object, decode_text(key), this.value(value));
        return object;
      }
      case '$platform': throw wrong(`a ${body[0]} has no counterpart here`);
      default: throw wrong(tag);
    }
  }

  #view({kind, buffer, offset, length}, id) {
    const View = view_kinds.get(kind);
    if (View === undefined) throw wrong(`a view of kind ${kind}`);
    const size = View.BYTES_PER_ELEMENT ?? 1;
    return this.#keep(id, new View(this.value(buffer), offset, length / size));
  }

  #error(body, id) {
    const Kind = error_kinds.get(body.name) ?? Error;
    const error = this.#keep(id, new Kind());
    const hidden = (name, value) => Object.defineProperty(error, name,
        {value, writable: true, enumerable: false, configurable: true});
    if ('message' in body) hidden('message', decode_text(body.message));
    hidden('stack', 'stack' in body ? decode_text(body.stack) : String(error));
    if ('cause' in body) hidden('cause', this.value(body.cause));
    return error;
  }
}

function buffer_of(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

// The value that parsed JSON stands for. Throws a TypeError for what encode() does not write.
export function decode(json) {
  return new Decoder().value(json);
}
