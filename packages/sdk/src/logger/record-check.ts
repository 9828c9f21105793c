import type { LoggedRecord } from './logger-events.js';

/** Longest log message that travels whole. */
const MAX_MESSAGE_LENGTH = 65_536;

/**
 * Finds what the protocol does not allow, so that one bad record cannot make the backend refuse a whole batch.
 * @returns What is wrong, or undefined.
 */
export function findInvalid({ endpoint, record }: LoggedRecord): string | undefined {
  if (endpoint !== 'metrics' && endpoint !== 'logs') return undefined;
  if (!isCount(record.epoch)) return `epoch: expected an integer from 0, found ${record.epoch}`;
  if (endpoint === 'logs') return undefined;
  if (!isCount(record.step)) return `step: expected an integer from 0, found ${record.step}`;
  if (record.kind === 'summary') return undefined;
  if (typeof record.value !== 'number') return `${record.metricName}: expected a number, found ${typeof record.value}`;
  const { length } = record.metricName;
  return length > 0 && length <= 250 ? undefined : `metric name: expected 1 to 250 characters, found ${length}`;
}

/** A message cut to the length that travels, saying so. */
export function cappedMessage(text: string): string {
  if (text.length <= MAX_MESSAGE_LENGTH) return text;
  return `${text.slice(0, MAX_MESSAGE_LENGTH)}… [${text.length - MAX_MESSAGE_LENGTH} characters cut]`;
}

function isCount(value: number | undefined): boolean {
  return value === undefined || (Number.isSafeInteger(value) && value >= 0);
}
