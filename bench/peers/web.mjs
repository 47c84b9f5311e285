// Runs a program of bench/programs on a runtime that has Web Workers itself (Bun, Deno): only the
// places of workers' scripts, which they want as absolute URLs and modules, are filled in.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import process from 'node:process';

const program = pathToFileURL(resolve(process.argv[2]));

globalThis.Worker = class extends Worker {
  constructor(url) {
    super(new URL(url, program).href, { type: 'module' });
  }
  terminate() {
    const before = performance.now();
    // Bun tells when a worker is gone; Deno does not.
    this.addEventListener('close', () => {
      if (process.env.BENCH_TERMINATE === undefined) return;
      console.log(JSON.stringify({ terminate_ms: performance.now() - before }));
    });
    super.terminate();
  }
};
await import(program.href);
