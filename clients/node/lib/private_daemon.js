// A skepd of one's own: a child process that serves this program alone and cannot outlive it.

import {spawn} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {delimiter} from 'node:path';

// By Debian's package, then by `meson install`.
export const installed = ['/usr/lib/skep/skepd', '/usr/local/libexec/skep/skepd'];

function is_program(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// An explicit path, else $SKEPD, else where the package installs it, else a `skepd` in $PATH.
export function find_skepd(explicit, environment = process.env) {
  if (explicit) return explicit;
  if (environment.SKEPD) return environment.SKEPD;
  const in_path = (environment.PATH ?? '').split(delimiter).map((place) => `${place}/skepd`);
  const found = [...installed, ...in_path].find(is_program);
  if (found) return found;
  throw new Error('there is no skepd on this machine: install skep, or set SKEPD to its program');
}

// Starts it. `stream` is its control socket; it ends when that does, whatever happens to us.
export function start_private_daemon({skepd, cacheDirectory} = {}) {
  const program = find_skepd(skepd);
  const options = ['--private', '--control-fd', '3'];
  if (cacheDirectory) options.push('--cache-dir', cacheDirectory);
  // A "pipe" of Node's is one end of a stream socket pair: what --control-fd asks for.
  const child = spawn(program, options, {stdio: ['ignore', 'ignore', 'inherit', 'pipe']});
  const stream = child.stdio[3];
  child.once('error', (error) => {
    stream.destroy(new Error(`cannot start ${program}: ${error.message}`));
  });
  child.unref();
  return {stream, child};
}
