import { upgradeWebSocket } from '@hono/node-server';
import { WEBSOCKET_PATH } from '@vision/trainer-sdk/protocol';
import { Hono } from 'hono';
import type { UserEnv } from '../auth/bearer-auth.js';
import type { WatcherConnection, WebSocketSink } from '../sinks/websocket-sink.js';

/** The WebSocket through which users watch jobs. */
export function createWatchRoutes(sink: WebSocketSink): Hono<UserEnv> {
  return new Hono<UserEnv>().get(
    WEBSOCKET_PATH,
    upgradeWebSocket((context) => {
      const user = (context as typeof context & { get(key: 'user'): UserEnv['Variables']['user'] }).get('user');
      let connection: WatcherConnection | undefined;
      return {
        onOpen: (_, socket) => {
          const raw = socket.raw as { readonly bufferedAmount: number } | undefined;
          connection = sink.connect(user, {
            get bufferedAmount() {
              return raw?.bufferedAmount ?? 0;
            },
            send: (text) => socket.send(text),
            close: (code, reason) => socket.close(code, reason),
          });
        },
        onMessage: ({ data }) => void connection?.receive(String(data)),
        onClose: () => connection?.leave(),
      };
    }),
  );
}
