import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server';
import type { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import { BackendError } from './errors/backend-error.js';

/** Longest message a watcher may send. */
const MAX_WATCHER_MESSAGE_BYTES = 64 * 1024;

/** Where to serve. */
export interface ListenOptions {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes any free port. @default 8000 */
  readonly port?: number;
}

/** A server that is up. */
export interface ListeningServer {
  /** Where people reach it, e.g. `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Where trainers on this machine reach it. */
  readonly trainerUrl: string;
  /** Lets go of the port and of every connection. */
  close(): Promise<void>;
}

/** Serves a handler over HTTP and WebSocket; resolves when the port is open. @throws BackendError */
export async function listen(fetch: Hono['fetch'], { host, port }: Required<ListenOptions>): Promise<ListeningServer> {
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_WATCHER_MESSAGE_BYTES });
  const server = createAdaptorServer({
    fetch,
    // The two packages differ only in whether an absent option may be written as undefined.
    websocket: { server: webSockets as WebSocketServerLike },
    // A library must not replace its host's Request and Response.
    overrideGlobalObjects: false,
  }) as Server;
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError('LISTEN_FAILED', `The backend cannot listen on ${host}, port ${port}: ${reason}`, { cause });
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  const isWildcard = host === '0.0.0.0' || host === '::';
  return {
    url: `http://${inUrl(isWildcard ? 'localhost' : host)}:${actualPort}`,
    trainerUrl: `http://${inUrl(isWildcard ? '127.0.0.1' : host)}:${actualPort}`,
    close: async () => {
      for (const socket of webSockets.clients) socket.terminate();
      webSockets.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
