// HTML Web Workers in sealed processes, for Node programs: see README.md.

export {connect, Connection, default_connection as defaultConnection, SkepError}
  from './lib/connection.js';
export {ConsoleEvent, ErrorEvent, ExitEvent, LimitEvent} from './lib/events.js';
export {host, host_of as hostOf} from './lib/host.js';
export {decode, encode} from './lib/values.js';
export {Worker} from './lib/worker.js';
