import { encodeErrorBody, errorBodySchema, fieldIssues, ProtocolError } from '@vision/trainer-sdk/protocol';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ZodError } from 'zod';
import { RequestError } from '../errors/request-error.js';

/** Answers a request that ended in an error; what is not meant for the caller goes to `onError` instead. */
export function respondToError(error: unknown, context: Context, onError: (error: unknown) => void): Response {
  if (ProtocolError.isInstance(error)) {
    return context.json(encodeErrorBody(error.code, error.message, error.issues), 422);
  }
  if (RequestError.isInstance(error)) {
    if (error.status === 401) context.header('WWW-Authenticate', 'Bearer');
    const fields = error.fields.length > 0 ? error.fields : undefined;
    return context.json(encodeErrorBody(error.code, error.message, fields), error.status);
  }
  if (error instanceof HTTPException) {
    // hono's own validators answer 400 to a body that is not JSON; here every bad body is a 422.
    const status = error.status === 400 ? 422 : error.status;
    return context.json(encodeErrorBody('REQUEST_INVALID', error.message), status);
  }
  onError(error);
  return context.json(encodeErrorBody('INTERNAL', 'The backend could not do this; its own log tells why'), 500);
}

/** Turns what zod found into a 422 that names every wrong field. @throws RequestError */
export function refuseInvalid(result: { success: true } | { success: false; error: ZodError }): void {
  if (result.success) return;
  const fields = fieldIssues(result.error.issues);
  const details = fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new RequestError(422, 'REQUEST_INVALID', `Invalid request: ${details}`, { fields });
}

/** The error responses of a route, for the OpenAPI document. */
export function errorResponses<S extends number>(descriptions: Readonly<Record<S, string>>) {
  const responses = Object.entries<string>(descriptions).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: errorBodySchema } } },
  ]);
  return Object.fromEntries(responses) as Record<
    S,
    { description: string; content: { 'application/json': { schema: typeof errorBodySchema } } }
  >;
}
