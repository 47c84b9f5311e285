// Where the shared daemon listens, by the rule that every client follows: an explicit path, else
// $SKEP_SOCKET, else the system's socket if it exists, else the user's own if that exists.

import {existsSync} from 'node:fs';

const system_socket = '/run/skep/control.sock';

export function socket_path(explicit, environment = process.env, exists = existsSync) {
  if (explicit) return explicit;
  if (environment.SKEP_SOCKET) return environment.SKEP_SOCKET;
  if (exists(system_socket)) return system_socket;
  const own = environment.XDG_RUNTIME_DIR && `${environment.XDG_RUNTIME_DIR}/skep/control.sock`;
  return own && exists(own) ? own : undefined;
}
