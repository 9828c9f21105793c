import { randomBytes } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { UserEnv } from './auth/bearer-auth.js';
import { createJwtAccess, createLocalAccess } from './auth/user-access.js';
import { isLoopbackHost } from './config/loopback-host.js';
import { ConfigError } from './errors/config-error.js';
import { JobBus } from './jobs/job-bus.js';
import { JobControl } from './jobs/job-control.js';
import { JobIntake } from './jobs/job-intake.js';
import { type ListeningServer, type ListenOptions, listen } from './listen.js';
import { createApp } from './routes/create-app.js';
import { WebSocketSink } from './sinks/websocket-sink.js';
import { SubprocessJobStarter } from './start/subprocess-job-starter.js';
import type { JobStore } from './store/job-store.js';
import { SqliteJobStore } from './store/sqlite-job-store.js';

/** How to set up a backend; everything has a default that suits a laptop. */
export interface BackendOptions {
  /** Path of a SQLite file, or `:memory:`. @default 'vision-backend.sqlite' */
  readonly database?: string;
  /** What trainers send as `X-Internal-Auth`. @default generated once for a database, allowed on loopback only */
  readonly internalToken?: string;
  /** Secret of users' tokens (JWT, HS256, `sub` names the user). @default one local user, allowed on loopback only */
  readonly jwtSecret?: string;
  /** Where trainers reach this backend. @default where it listens */
  readonly publicUrl?: string;
  /** Module specifiers by framework, where a trainer should not look for `@vision/adapter-<framework>`. */
  readonly adapters?: Readonly<Record<string, string>>;
  /** Milliseconds between SIGTERM and SIGKILL of a cancelled trainer. @default 10_000 */
  readonly cancelGraceMs?: number;
  /** Trainers run here, relative paths of jobs begin here, adapters are looked for here. @default the process's own */
  readonly workingDirectory?: string;
  /** Told of every error that no caller gets to see. @default writes to stderr */
  readonly onError?: (error: unknown) => void;
}

/** A backend that is set up; dispose of it with {@link close}. */
export interface Backend {
  /** All routes, to be mounted in a server of one's own (WebSockets need {@link listen}). */
  readonly app: OpenAPIHono<UserEnv>;
  /** The routes as a web-standard handler. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly store: JobStore;
  /** What trainers must send as `X-Internal-Auth`. */
  readonly internalToken: string;
  /** Bearer token of the local user; undefined where users bring JSON web tokens. */
  readonly userToken: string | undefined;
  /**
   * Serves on a port. May be called once.
   * @throws ConfigError when the host is not a loopback one and a secret is missing
   */
  listen(options?: ListenOptions): Promise<ListeningServer>;
  /** Stops listening, ends every trainer it started and closes the store. */
  close(): Promise<void>;
}

/**
 * Opens the store, looks after jobs that were left behind, and puts the routes together.
 * @throws BackendError when the database cannot be opened
 */
export async function createBackend(options: BackendOptions = {}): Promise<Backend> {
  const workingDirectory = options.workingDirectory ?? process.cwd();
  const onError = options.onError ?? ((error: unknown) => console.error(error));
  const access = options.jwtSecret === undefined ? createLocalAccess() : createJwtAccess(options.jwtSecret);
  const store = await SqliteJobStore.open(options.database ?? 'vision-backend.sqlite');
  // Kept with the jobs: a trainer that outlives the backend goes on reporting when it is back.
  const internalToken =
    options.internalToken ?? (await store.keepSetting('internal_token', randomBytes(24).toString('base64url')));
  const bus = new JobBus();
  const intake = new JobIntake(store, bus);
  const sink = new WebSocketSink(store, bus, onError);
  let server: ListeningServer | undefined;

  const starter = new SubprocessJobStarter(intake, {
    backendUrl: () => {
      const url = options.publicUrl ?? server?.trainerUrl;
      if (url === undefined) throw new ConfigError('publicUrl', 'set it (or call listen) before starting a job');
      return url;
    },
    internalToken,
    adapters: options.adapters ?? {},
    cancelGraceMs: options.cancelGraceMs ?? 10_000,
    workingDirectory,
    environment: process.env,
    onError,
  });
  const control = new JobControl(store, intake, starter);
  await control.recover();

  const app = createApp({
    store,
    bus,
    intake,
    control,
    sink,
    access,
    internalToken,
    workingDirectory,
    pageToken: () => (server === undefined ? undefined : access.localToken),
    onError,
  });

  return {
    app,
    fetch: (request) => app.fetch(request),
    store,
    internalToken,
    userToken: access.localToken,
    listen: async ({ host = '127.0.0.1', port = 8000 } = {}) => {
      if (!isLoopbackHost(host)) {
        requireSecret(options.internalToken, 'INTERNAL_AUTH_TOKEN', host);
        requireSecret(options.jwtSecret, 'JWT_SECRET', host);
      }
      server = await listen(app.fetch, { host, port });
      return server;
    },
    close: async () => {
      await starter.close();
      sink.close();
      await server?.close();
      await store.close();
    },
  };
}

function requireSecret(secret: string | undefined, setting: string, host: string): void {
  if (secret === undefined) {
    throw new ConfigError(setting, `must be set to listen on ${host}; only on loopback is a secret generated`);
  }
}
