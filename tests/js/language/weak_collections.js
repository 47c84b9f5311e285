const key = Object.freeze({}), w = new WeakMap([[key, 1]]), ws = new WeakSet([key]);
console.log(String(w.get(key)), String(w.has({})), String(ws.has(key)), String(w.delete(key)), String(w.has(key)));
try { w.set(1, 2); } catch (e) { console.log(e.name); }
