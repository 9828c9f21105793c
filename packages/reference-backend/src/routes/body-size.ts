import type { MiddlewareHandler } from 'hono';
import { RequestError } from '../errors/request-error.js';

/**
 * Refuses requests with a larger body before reading it. A body must say its length: hono's own limit for bodies that
 * do not copies requests in a way that needs the server to replace the global `Request`.
 */
export function limitBodySize(maxBytes: number): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.header('transfer-encoding') !== undefined) {
      throw new RequestError(411, 'LENGTH_REQUIRED', 'Send the body with a Content-Length');
    }
    if (Number(context.req.header('content-length') ?? 0) > maxBytes) {
      throw new RequestError(413, 'REQUEST_TOO_LARGE', `A request may have at most ${maxBytes} bytes`);
    }
    await next();
  };
}
