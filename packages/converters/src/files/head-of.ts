import { closeSync, openSync, readSync } from 'node:fs';

/** The first 4 KiB of a file as text, for recognising formats. */
export function headOf(path: string): string {
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(4096);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(descriptor);
  }
}
