import { openSync } from 'node:fs';
import { unreadableFile } from './read-text.js';

/**
 * A descriptor for reading; the caller closes it.
 *
 * @throws ConverterError (`unreadable-file`) when the file cannot be opened.
 */
export function openToRead(path: string, file: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw unreadableFile(file, cause);
  }
}
