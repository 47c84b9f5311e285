import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

test('the types say what a program may write', () => {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const done = spawnSync(process.execPath,
      [here('../node_modules/typescript/bin/tsc'), '--project', here('tsconfig.json')],
      {encoding: 'utf8'});
  assert.equal(done.status, 0, done.stdout + done.stderr);
});
