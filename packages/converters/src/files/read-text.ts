import { readFileSync } from 'node:fs';
import { ConverterError } from '../errors/converter-error.js';

/**
 * A text file as a string, its byte-order mark taken off.
 *
 * @throws ConverterError (`unreadable-file`) when it cannot be read.
 */
export function readText(path: string, file: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  } catch (cause) {
    throw unreadableFile(file, cause);
  }
}

/** The error for a file that the system would not read. */
export function unreadableFile(file: string, cause: unknown): ConverterError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConverterError(`${file} cannot be read: ${reason}`, { code: 'unreadable-file', file, cause });
}
