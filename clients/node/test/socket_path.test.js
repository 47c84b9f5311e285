import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {connect} from '../index.js';
import {installed} from '../lib/private_daemon.js';
import {socket_path} from '../lib/socket_path.js';

const system = '/run/skep/control.sock';
const own = '/run/user/7/skep/control.sock';

test('the socket is found by the rule of every client', () => {
  const here = (...paths) => (path) => paths.includes(path);
  const user = {XDG_RUNTIME_DIR: '/run/user/7'};
  assert.equal(socket_path('/a', {SKEP_SOCKET: '/b'}, here(system)), '/a');
  assert.equal(socket_path(undefined, {SKEP_SOCKET: '/b'}, here(system)), '/b');
  assert.equal(socket_path(undefined, user, here(system, own)), system);
  assert.equal(socket_path(undefined, user, here(own)), own);
  assert.equal(socket_path(undefined, user, here()), undefined);
  assert.equal(socket_path(undefined, {}, here()), undefined);
});

test('a socket that cannot be reached is an error that names it', async () => {
  const connection = connect({socket: '/nowhere/control.sock'});
  await assert.rejects(connection.ready, /cannot reach skepd at \/nowhere\/control\.sock/);
});

test('a private daemon that cannot be started is an error that names it', async () => {
  const connection = connect({private: true, skepd: '/nowhere/skepd'});
  await assert.rejects(connection.ready, /cannot start \/nowhere\/skepd/);
});

test('skepd is looked for where the Debian package puts it', () => {
  const rules = readFileSync(new URL('../../../debian/rules', import.meta.url), 'utf8');
  const [, libexecdir] = rules.match(/--libexecdir=(\S+)/);
  assert.ok(installed.includes(`/usr/${libexecdir}/skep/skepd`));
});
