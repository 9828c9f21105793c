import type { MiddlewareHandler } from 'hono';
import { RequestError } from '../errors/request-error.js';
import type { JobStore } from '../store/job-store.js';
import type { User } from '../store/project.js';
import type { UserAccess } from './user-access.js';

/** What user-facing handlers find in their context. */
export interface UserEnv {
  Variables: { user: User };
}

/**
 * Browsers cannot set headers on a WebSocket, so a token may also come as a subprotocol; unlike a query parameter it is
 * not written to access logs.
 */
const SUBPROTOCOL_PREFIX = 'bearer.';

/** Lets only requests through whose bearer token names a user. */
export function requireUser(access: UserAccess, store: JobStore): MiddlewareHandler<UserEnv> {
  return async (context, next) => {
    const token =
      tokenOfHeader(context.req.header('authorization')) ??
      tokenOfSubprotocols(context.req.header('sec-websocket-protocol'));
    if (token === undefined) {
      throw new RequestError(401, 'TOKEN_MISSING', 'The header "Authorization: Bearer <token>" is missing');
    }
    context.set('user', await store.ensureUser(await access.identify(token)));
    await next();
  };
}

function tokenOfHeader(header: string | undefined): string | undefined {
  return /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
}

function tokenOfSubprotocols(header: string | undefined): string | undefined {
  const offered = header?.split(',').map((name) => name.trim());
  return offered?.find((name) => name.startsWith(SUBPROTOCOL_PREFIX))?.slice(SUBPROTOCOL_PREFIX.length);
}
