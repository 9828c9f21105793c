import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { encodeNumber, encodeNumbers } from '../protocol/wire-number.js';
import { type EpochRow, encodeEpochRow } from './checkpoint-info.js';
import type { TrainingResult } from './training-result.js';

/** Writes `args.json`: the checked settings of the run. */
export function writeArgs(outputDir: string, config: unknown): Promise<void> {
  return writeText(join(outputDir, 'args.json'), `${JSON.stringify(config, null, 2)}\n`);
}

/** Writes `results.csv`: one row an epoch, one column a metric. */
export function writeResultsCsv(outputDir: string, history: readonly EpochRow[]): Promise<void> {
  return writeText(join(outputDir, 'results.csv'), formatResultsCsv(history));
}

/** Writes `results.json`: how the run ended, and every epoch. */
export function writeResultsJson(
  outputDir: string,
  result: TrainingResult,
  history: readonly EpochRow[],
): Promise<void> {
  const { error, bestMetrics, finalMetrics, ...fields } = result;
  const body = {
    ...fields,
    bestMetrics: encodeNumbers(bestMetrics),
    finalMetrics: encodeNumbers(finalMetrics),
    ...(error === undefined ? {} : { error: error.message }),
    epochs: history.map(encodeEpochRow),
  };
  return writeText(join(outputDir, 'results.json'), `${JSON.stringify(body, null, 2)}\n`);
}

/** The text of `results.csv`. A metric that an epoch lacks is an empty cell. */
export function formatResultsCsv(history: readonly EpochRow[]): string {
  const names = [...new Set(history.flatMap((row) => Object.keys(row.metrics)))];
  const rows = history.map(({ epoch, seconds, metrics }) => [
    epoch,
    seconds.toFixed(3),
    ...names.map((name) => (name in metrics ? encodeNumber(metrics[name] as number) : '')),
  ]);
  return [['epoch', 'seconds', ...names], ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

/**
 * Lets `write` produce a file that appears under its final name only when it is complete, so that a crash in between keeps
 * the former one.
 */
export async function replaceFile(path: string, write: (partialPath: string) => Promise<void>): Promise<void> {
  const extension = extname(path);
  const partial = join(dirname(path), `.${basename(path, extension)}-${randomUUID()}${extension}`);
  try {
    await write(partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true, recursive: true });
    throw error;
  }
}

function writeText(path: string, text: string): Promise<void> {
  return replaceFile(path, (partial) => writeFile(partial, text));
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
