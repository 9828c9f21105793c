import { z } from 'zod';
import { jobStatuses } from './job-status.js';
import { taskTypes } from './task-type.js';
import { nonFiniteTexts } from './wire-number.js';

/** A number, or one of `"NaN"`, `"Infinity"`, `"-Infinity"`. */
export const wireNumberSchema = z.union([z.number(), z.literal(nonFiniteTexts)], {
  error: (issue) => `expected a number or one of "NaN", "Infinity", "-Infinity", found ${describeFound(issue.input)}`,
});

/** Positive integer that names a job. */
export const jobIdSchema = z.int().positive();

/** Counts epochs from 1 (0 is the state before training). */
export const epochSchema = z.int().nonnegative();

/** Counts optimizer steps over the whole job. */
export const stepSchema = z.int().nonnegative();

/** Id of a record: any short text that is unique within the job; loggers of this package send `attempt-sequence`. */
export const recordIdSchema = z.string().regex(/^[\w.:-]{1,128}$/, {
  error: 'expected 1 to 128 letters, digits, or any of "_.:-"',
});

/** A moment in ISO-8601; without a zone it is UTC, as Python's `utcnow().isoformat()` writes it. */
export const timestampSchema = z.string().refine((text) => !Number.isNaN(parseTimestamp(text)), {
  error: (issue) => `expected an ISO-8601 time such as "2026-01-31T12:00:00.000Z", found ${describeFound(issue.input)}`,
});

export const metricNameSchema = z.string().min(1).max(250);
export const metricMapSchema = z.record(metricNameSchema, wireNumberSchema);
export const jobStatusSchema = z.enum(jobStatuses);
export const taskTypeSchema = z.enum(taskTypes);

/** The same moment as ISO-8601 UTC with milliseconds. */
export function normalizeTimestamp(text: string): string {
  return new Date(parseTimestamp(text)).toISOString();
}

function parseTimestamp(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return Number.NaN;
  const isoText = text.replace(' ', 'T');
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(isoText.slice(10));
  return Date.parse(hasZone || isoText.length === 10 ? isoText : `${isoText}Z`);
}

function describeFound(input: unknown): string {
  return input === undefined ? 'nothing' : JSON.stringify(input);
}
