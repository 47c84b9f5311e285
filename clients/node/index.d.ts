// Types of the skep client: see README.md.
/// <reference lib="dom" />
/// <reference lib="esnext.disposable" />

/** What one worker may use; names, defaults and meanings are those of docs/protocol.md. */
export interface Limits {
  memory_bytes?: number;
  cpu_ms?: number;
  task_ms?: number;
  wall_ms?: number;
  queue_bytes?: number;
  queue_count?: number;
  messages_per_s?: number;
  stall_ms?: number;
  console_bytes_per_s?: number;
  terminate_grace_cpu_ms?: number;
  children?: number;
  depth?: number;
  channels?: number;
  ports?: number;
  timers?: number;
  source_bytes?: number;
  [limit: string]: number | undefined;
}

/** Why a worker is gone. The last one: the connection to the daemon was lost. */
export type ExitReason =
  | 'closed' | 'finished' | 'terminated' | 'parent-gone' | 'script-error' | 'load-error'
  | 'out-of-memory' | 'cpu-limit' | 'task-limit' | 'wall-limit' | 'unresponsive' | 'quota' | 'protocol-violation'
  | 'crashed' | 'seccomp' | 'start-failed' | 'supervisor-lost';

export class ErrorEvent extends Event {
  readonly message: string;
  /** URL of the script, below https://skep.localhost/; empty if not known. */
  readonly filename: string;
  /** In the original source, counted from 1; 0 if not known. */
  readonly lineno: number;
  readonly colno: number;
  readonly error: Error | null;
}

export class ExitEvent extends Event {
  readonly type: 'exit';
  readonly reason: ExitReason;
  /** A sentence, or empty. */
  readonly detail: string;
  /** What ended the process; 0 if it exited. */
  readonly signal: number;
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
}

export class ConsoleEvent extends Event {
  readonly type: 'console';
  readonly level: 'log' | 'debug' | 'info' | 'warn' | 'error';
  /** Formatted, without a final newline. */
  readonly text: string;
  /** Name and number of the worker that wrote it: this one or a descendant. */
  readonly name: string;
  readonly worker: number;
}

export class LimitEvent extends Event {
  readonly type: 'limit';
  readonly limit: string;
  readonly detail: string;
  readonly worker: number;
}

export interface WorkerEventMap {
  message: MessageEvent;
  messageerror: MessageEvent;
  error: ErrorEvent;
  exit: ExitEvent;
  console: ConsoleEvent;
  limit: LimitEvent;
  /** Everything that was posted is taken by the daemon. */
  drain: Event;
}

export interface WorkerOptions {
  /** self.name in the worker. */
  name?: string;
  /** A file that ends in .mjs or .mts is a module anyway. */
  type?: 'classic' | 'module';
  /** The first argument is the script itself, not where it lies. */
  eval?: boolean;
  /** Of the source with `eval`. */
  language?: 'javascript' | 'typescript';
  /** Nothing outside of this directory is ever read; by default the script's own. */
  root?: string | URL;
  /** skep.arguments in the worker. */
  arguments?: readonly unknown[];
  limits?: Limits;
  /** Whose quota it uses. */
  tenant?: string;
  /** false: it ends by itself when nothing can ever happen in it again. True by default. */
  keepAlive?: boolean;
  /** It does not end with this connection. */
  detached?: boolean;
  /** What the worker prints goes to this process's console, or only to listeners of `console`. */
  console?: 'inherit' | 'ignore';
  connection?: Connection;
}

/** HTML's Worker, in a sealed process of its own. */
export class Worker extends EventTarget implements AsyncDisposable, Disposable {
  /** A path (relative to the working directory) or file: URL. */
  constructor(script: string | URL, options?: WorkerOptions);

  onmessage: ((this: Worker, event: MessageEvent) => unknown) | null;
  onmessageerror: ((this: Worker, event: MessageEvent) => unknown) | null;
  onerror: ((this: Worker, event: ErrorEvent) => unknown) | null;
  onexit: ((this: Worker, event: ExitEvent) => unknown) | null;
  onconsole: ((this: Worker, event: ConsoleEvent) => unknown) | null;
  onlimit: ((this: Worker, event: LimitEvent) => unknown) | null;

  /** Throws a DataCloneError for what cannot be cloned, or is larger than 1 MiB as JSON. */
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  postMessage(message: unknown, options?: {transfer?: readonly ArrayBuffer[]}): void;

  /** Ends it at once. */
  terminate(): Promise<ExitEvent>;
  /** Has the script end as if it called close() after all that was posted before. */
  close(): Promise<ExitEvent>;

  /** The number by which the daemon knows it. */
  readonly id: number | undefined;
  /** Bytes of messages that the daemon has not taken yet. */
  readonly bufferedAmount: number;
  /** Resolves with the worker's number, or rejects because it cannot be spawned. */
  readonly spawned: Promise<number>;
  /** Resolves when it is gone, for whatever reason; never rejects. */
  readonly exited: Promise<ExitEvent>;

  ref(): this;
  unref(): this;

  addEventListener<K extends keyof WorkerEventMap>(
    type: K, listener: (this: Worker, event: WorkerEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof WorkerEventMap>(
    type: K, listener: (this: Worker, event: WorkerEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions): void;

  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ConnectOptions {
  /** The shared daemon's socket; by default $SKEP_SOCKET, /run/skep/control.sock, or the user's. */
  socket?: string;
  /** true: always a daemon of one's own; false: never; else where no socket is found. */
  private?: boolean;
  /** The program of a daemon of one's own; by default $SKEPD, or where it is installed. */
  skepd?: string;
  /** Where a daemon of one's own keeps lowered scripts; by default in memory only. */
  cacheDirectory?: string;
}

export interface Hello {
  server: 'skepd';
  version: string;
  protocol: number;
  capabilities: string[];
  access: 'admin' | 'read-only';
  private: boolean;
  sandbox: {ready: boolean; layers: string[]; missing: string[]};
  limits: Required<Limits>;
}

/** One connection to a daemon. Workers and host functions of it end with it. */
export class Connection {
  readonly ready: Promise<Hello>;
  /** Resolves when it is over: with why, or undefined after close(). */
  readonly closed: Promise<Error | undefined>;
  /** Any request of the control protocol; rejects with a SkepError. */
  request(method: string, params?: object): Promise<any>;
  /** Events of the control protocol as they come. */
  subscribe(params: {types?: string[]; worker?: number; values?: 'plain' | 'tagged'},
    on_event: (event: any) => void): Promise<number>;
  unsubscribe(stream: number): Promise<void>;
  /** Keeps this process alive until as many releases. */
  hold(): void;
  release(): void;
  close(): void;
}

export function connect(options?: ConnectOptions): Connection;
/** What workers and host functions use unless they are given another. */
export function defaultConnection(): Connection;

/** What the daemon answered instead of a result. */
export class SkepError extends Error {
  readonly code: number;
  readonly kind: string;
  readonly data: any;
}

export interface HostCall {
  /** The worker that calls. */
  readonly worker: number;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}
export type HostFunctions = Record<string, (this: HostCall, ...args: any[]) => unknown>;

export interface HostOptions {
  /** Whose calls: of workers of this connection, of one tenant, or of all. */
  scope?: 'own' | 'tenant' | 'all';
  tenant?: string;
  timeoutMs?: number;
}

export interface Host {
  /** Workers reach them by `await skep.call(name, ...args)`. */
  register(functions: HostFunctions, options?: HostOptions): Promise<void>;
  unregister(...names: string[]): Promise<void>;
}
/** Host functions on the default connection. */
export const host: Host;
export function hostOf(connection: Connection): Host;

/** Structured values as the tagged JSON of docs/protocol.md, and back. */
export function encode(value: unknown): unknown;
export function decode(json: unknown): unknown;
