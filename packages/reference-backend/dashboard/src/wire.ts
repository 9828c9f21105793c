import type { z } from 'zod';
import type { jobSchema, pointSchema, storedLogSchema } from '../../src/routes/resource-schema.js';

/** A job as the API gives it. */
export type JobBody = z.infer<typeof jobSchema>;

/** A log line as the API gives it. */
export type LogBody = z.infer<typeof storedLogSchema>;

/** A point of a curve as the API gives it. */
export type PointBody = z.infer<typeof pointSchema>;

/** Curves as the API gives them. */
export interface MetricsBody {
  series: { name: string; total: number; points: PointBody[] }[];
  total: number;
  cursor: string;
}
