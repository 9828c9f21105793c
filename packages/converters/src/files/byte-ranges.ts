import { closeSync, fstatSync, readSync } from 'node:fs';
import { openToRead } from './open-to-read.js';

/** Files up to this size are read whole, once; larger ones range by range. */
const RESIDENT_BYTES = 512 * 1024 * 1024;

/** Reads parts of a file as text, in any order and in bounded memory. */
export class ByteRanges implements Disposable {
  readonly #descriptor: number;
  readonly #resident: Buffer | undefined;
  #scratch = Buffer.alloc(64 * 1024);

  /** @throws ConverterError (`unreadable-file`) when the file cannot be opened. */
  constructor(path: string, file: string) {
    this.#descriptor = openToRead(path, file);
    const { size } = fstatSync(this.#descriptor);
    if (size <= RESIDENT_BYTES) {
      this.#resident = Buffer.allocUnsafeSlow(size);
      readFully(this.#descriptor, this.#resident, size, 0);
    }
  }

  /** The bytes from `start` up to `end` as UTF-8 text. */
  text(start: number, end: number): string {
    if (this.#resident) return this.#resident.toString('utf8', start, end);
    const length = end - start;
    if (length > this.#scratch.length) this.#scratch = Buffer.alloc(length * 2);
    return this.#scratch.toString('utf8', 0, readFully(this.#descriptor, this.#scratch, length, start));
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}

function readFully(descriptor: number, buffer: Buffer, length: number, position: number): number {
  let done = 0;
  while (done < length) {
    const size = readSync(descriptor, buffer, done, length - done, position + done);
    if (size === 0) break;
    done += size;
  }
  return done;
}
