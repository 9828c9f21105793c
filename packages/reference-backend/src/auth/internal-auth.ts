import { INTERNAL_AUTH_HEADER } from '@vision/trainer-sdk/protocol';
import type { MiddlewareHandler } from 'hono';
import { RequestError } from '../errors/request-error.js';
import { equalSecrets } from './equal-secrets.js';

/** Lets only trainers through that carry the internal token: 401 without one, 403 with a wrong one. */
export function requireInternalToken(internalToken: string): MiddlewareHandler {
  return async (context, next) => {
    const given = context.req.header(INTERNAL_AUTH_HEADER);
    if (given === undefined || given === '') {
      throw new RequestError(
        401,
        'INTERNAL_AUTH_MISSING',
        `The header ${INTERNAL_AUTH_HEADER} is missing; set INTERNAL_AUTH_TOKEN for the trainer`,
      );
    }
    if (!equalSecrets(given, internalToken)) {
      throw new RequestError(
        403,
        'INTERNAL_AUTH_WRONG',
        `The token in ${INTERNAL_AUTH_HEADER} is not this backend's; compare INTERNAL_AUTH_TOKEN on both sides`,
      );
    }
    await next();
  };
}
