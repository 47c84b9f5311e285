// Runs a program of bench/programs on Node's child_process.fork, whose messages are JSON: the same
// source, with the few globals of a Web Worker that it uses. `node node_processes.cjs PROGRAM`;
// children come back here with their script in BENCH_WORKER.
'use strict';

const { fork } = require('child_process');
const fs = require('fs');
const path = require('path');
const vm = require('vm');

function run(file) {
  vm.runInThisContext(fs.readFileSync(file, 'utf8'), { filename: file });
}

class WebWorker {
  constructor(url) {
    const file = path.resolve(path.dirname(process.argv[2]), url);
    this.process = fork(__filename, [], { env: { ...process.env, BENCH_WORKER: file } });
  }
  set onmessage(handler) {
    this.process.removeAllListeners('message');
    this.process.on('message', (data) => handler({ data }));
  }
  postMessage(value) {
    this.process.send(value);
  }
  terminate() {
    const before = process.hrtime.bigint();
    this.process.on('exit', () => {
      if (process.env.BENCH_TERMINATE === undefined) return;
      const ms = Number(process.hrtime.bigint() - before) / 1e6;
      console.log(JSON.stringify({ terminate_ms: ms }));
    });
    this.process.kill('SIGKILL');
  }
}

if (process.env.BENCH_WORKER === undefined) {
  globalThis.Worker = WebWorker;
  run(path.resolve(process.argv[2]));
} else {
  globalThis.postMessage = (value) => process.send(value);
  process.on('message', (data) => globalThis.onmessage({ data }));
  run(process.env.BENCH_WORKER);
}
