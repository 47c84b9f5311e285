class MyError extends Error {
  constructor(message) { super(message); this.name = 'MyError'; this.code = 7; }
  describe() { return `${this.name}: ${this.message} (${this.code})`; }
}
try { throw new MyError('bad'); } catch (e) { console.log(e.describe(), String(e instanceof MyError), String(e instanceof Error)); }
try { null.x; } catch { console.log('optional catch binding'); }
try { (() => { 'use strict'; undeclared = 1; })(); } catch (e) { console.log(e.name); }
