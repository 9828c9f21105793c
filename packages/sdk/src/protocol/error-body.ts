import { z } from 'zod';
import type { FieldIssue } from '../errors/protocol-error.js';

/** Body of every answer with a 4xx or 5xx status. */
export const errorBodySchema = z.object({
  error: z.object({
    /** Stable identifier of the kind of failure, e.g. `JOB_NOT_FOUND`. */
    code: z.string(),
    /** A sentence for people. */
    message: z.string(),
    /** With 422: what is wrong where in the body that was sent. */
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

/** Body of every answer with a 4xx or 5xx status. */
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Builds the body of an error answer. */
export function encodeErrorBody(code: string, message: string, fields?: readonly FieldIssue[]): ErrorBody {
  return { error: { code, message, ...(fields === undefined ? {} : { fields: [...fields] }) } };
}
