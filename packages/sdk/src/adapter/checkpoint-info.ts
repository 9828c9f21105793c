import { z } from 'zod';
import { wireNumberSchema } from '../protocol/scalars.js';
import { decodeNumber, decodeNumbers, encodeNumber, encodeNumbers } from '../protocol/wire-number.js';
import type { Metrics } from './metrics.js';

/** One finished epoch. */
export interface EpochRow {
  /** Counts from 1. */
  epoch: number;
  /** Wall-clock duration of the epoch, validation included. */
  seconds: number;
  metrics: Metrics;
}

/** What a checkpoint knows about the run that wrote it. */
export interface CheckpointInfo {
  /** Epochs finished; 0 for weights that come from elsewhere. */
  epoch: number;
  /** Optimizer steps finished. */
  step?: number;
  /** Every finished epoch, oldest first; what the best-checkpoint and early-stopping rules need to go on. */
  history?: readonly EpochRow[];
}

const metricsSchema = z.record(z.string(), wireNumberSchema);
const checkpointInfoSchema = z.object({
  epoch: z.int().nonnegative(),
  step: z.int().nonnegative().optional(),
  history: z.array(z.object({ epoch: z.int(), seconds: wireNumberSchema, metrics: metricsSchema })).optional(),
});

/** A checkpoint's info as text, e.g. for the metadata of a safetensors file; NaN and ±Infinity survive. */
export function encodeCheckpointInfo({ history, ...info }: CheckpointInfo): string {
  return JSON.stringify(history === undefined ? info : { ...info, history: history.map(encodeEpochRow) });
}

/**
 * Reads what {@link encodeCheckpointInfo} wrote.
 * @param text Absent means weights that come from elsewhere: epoch 0.
 * @throws SyntaxError or ZodError when the text is something else.
 */
export function decodeCheckpointInfo(text: string | undefined): CheckpointInfo {
  if (text === undefined) return { epoch: 0 };
  const { epoch, step, history } = checkpointInfoSchema.parse(JSON.parse(text));
  return {
    epoch,
    ...(step === undefined ? {} : { step }),
    ...(history === undefined ? {} : { history: history.map(decodeEpochRow) }),
  };
}

/** A row fit for JSON. */
export function encodeEpochRow({ epoch, seconds, metrics }: EpochRow) {
  return { epoch, seconds: encodeNumber(seconds), metrics: encodeNumbers(metrics) };
}

function decodeEpochRow({ epoch, seconds, metrics }: ReturnType<typeof encodeEpochRow>): EpochRow {
  return { epoch, seconds: decodeNumber(seconds), metrics: decodeNumbers(metrics) };
}
