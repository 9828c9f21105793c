import { randomBytes } from 'node:crypto';
import { jwtVerify } from 'jose';
import { RequestError } from '../errors/request-error.js';
import { equalSecrets } from './equal-secrets.js';

/** Subject of the one user of a backend without accounts. */
const LOCAL_SUBJECT = 'local';

/** Knows who a bearer token speaks for. */
export interface UserAccess {
  /** The generated token of a backend without accounts; undefined where users bring their own. */
  readonly localToken: string | undefined;
  /** @returns the user's subject @throws RequestError 401 for a token that is not valid */
  identify(token: string): Promise<string>;
}

/** One local user with a token made anew at every start. */
export function createLocalAccess(): UserAccess {
  const localToken = randomBytes(24).toString('base64url');
  return {
    localToken,
    identify: async (token) => {
      if (!equalSecrets(token, localToken)) throw refusal('it is not the token of this backend');
      return LOCAL_SUBJECT;
    },
  };
}

/** Users with JSON web tokens, signed by HS256 with a shared secret, whose `sub` names the user. */
export function createJwtAccess(secret: string): UserAccess {
  const key = new TextEncoder().encode(secret);
  return {
    localToken: undefined,
    identify: async (token) => {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] }).catch((cause: unknown) => {
        throw refusal(cause instanceof Error ? cause.message : 'it cannot be read', cause);
      });
      if (payload.sub === undefined || payload.sub === '') throw refusal('it has no "sub" claim');
      return payload.sub;
    },
  };
}

function refusal(reason: string, cause?: unknown): RequestError {
  return new RequestError(401, 'TOKEN_INVALID', `The bearer token is not valid: ${reason}`, { cause });
}
