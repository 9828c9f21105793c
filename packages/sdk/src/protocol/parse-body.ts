import type { z } from 'zod';
import { type FieldIssue, ProtocolError } from '../errors/protocol-error.js';

/**
 * Checks a decoded JSON body.
 * @param subject What the body is, for the message, e.g. `'metric record'`.
 * @param prefix Where in the whole body this part stands.
 * @throws ProtocolError naming every wrong field.
 */
export function parseBody<S extends z.ZodType>(
  schema: S,
  body: unknown,
  subject: string,
  prefix: readonly PropertyKey[] = [],
): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ProtocolError(subject, fieldIssues(result.error.issues, prefix), { cause: result.error });
}

/** zod's findings as {@link FieldIssue}s. */
export function fieldIssues(issues: readonly z.core.$ZodIssue[], prefix: readonly PropertyKey[] = []): FieldIssue[] {
  return issues.map((issue) => ({ path: [...prefix, ...issue.path].map(String).join('.'), message: issue.message }));
}

/**
 * Reads `{ "records": [...] }` or one record alone; every record is read by `readRecord`, and what is wrong with several
 * of them is reported together.
 */
export function readRecords<T>(body: unknown, readRecord: (record: unknown, prefix: readonly PropertyKey[]) => T): T[] {
  if (typeof body !== 'object' || body === null || !('records' in body)) return [readRecord(body, [])];
  if (!Array.isArray(body.records)) {
    throw new ProtocolError('batch', [{ path: 'records', message: 'expected an array of records' }]);
  }
  const records: T[] = [];
  const issues: FieldIssue[] = [];
  for (const [index, record] of body.records.entries()) {
    try {
      records.push(readRecord(record, ['records', index]));
    } catch (error) {
      if (!ProtocolError.isInstance(error)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw new ProtocolError('batch', issues);
  return records;
}
