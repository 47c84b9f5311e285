// Runs a program of bench/programs on Node's worker_threads: the same source, with the few globals of
// a Web Worker that it uses. `node node_peer.cjs PROGRAM`; workers come back here with their path.
'use strict';

const fs = require('fs');
const path = require('path');
const vm = require('vm');
const threads = require('worker_threads');

function run(file) {
  vm.runInThisContext(fs.readFileSync(file, 'utf8'), { filename: file });
}

class WebWorker {
  constructor(url) {
    const file = path.resolve(path.dirname(process.argv[2]), url);
    this.thread = new threads.Worker(__filename, { workerData: file });
  }
  set onmessage(handler) {
    this.thread.removeAllListeners('message');
    this.thread.on('message', (data) => handler({ data }));
  }
  postMessage(value) {
    this.thread.postMessage(value);
  }
  terminate() {
    const before = process.hrtime.bigint();
    this.thread.terminate().then(() => {
      if (process.env.BENCH_TERMINATE === undefined) return;
      const ms = Number(process.hrtime.bigint() - before) / 1e6;
      console.log(JSON.stringify({ terminate_ms: ms }));
    });
  }
}

if (threads.isMainThread) {
  globalThis.Worker = WebWorker;
  run(path.resolve(process.argv[2]));
} else {
  globalThis.postMessage = (value) => threads.parentPort.postMessage(value);
  threads.parentPort.on('message', (data) => globalThis.onmessage({ data }));
  run(threads.workerData);
}
