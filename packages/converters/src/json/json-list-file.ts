import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { JsonValue } from './parse-json.js';

const FLUSH_CHARS = 1 << 20;

/** Writes a text file piece by piece, in few system calls. */
class TextSink {
  readonly #descriptor: number;
  #pending = '';

  constructor(path: string) {
    this.#descriptor = openSync(path, 'w');
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= FLUSH_CHARS) this.flush();
  }

  writeBytes(bytes: Uint8Array): void {
    this.flush();
    writeSync(this.#descriptor, bytes);
  }

  flush(): void {
    if (this.#pending !== '') writeSync(this.#descriptor, this.#pending);
    this.#pending = '';
  }

  close(): void {
    this.flush();
    closeSync(this.#descriptor);
  }
}

/**
 * A JSON object of a few small members and two long lists that grow side by side. The second list waits in a file of its
 * own (`path` + `.part`) until the first is complete, so memory does not grow with either.
 */
export class JsonListFile {
  readonly #path: string;
  readonly #lists: readonly [string, string];
  readonly #first: TextSink;
  readonly #second: TextSink;
  readonly #counts: [number, number] = [0, 0];

  /** @param head small members that come before the lists. */
  constructor(path: string, head: Readonly<Record<string, JsonValue>>, lists: readonly [string, string]) {
    this.#path = path;
    this.#lists = lists;
    this.#first = new TextSink(path);
    this.#second = new TextSink(`${path}.part`);
    const members = Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},\n`);
    this.#first.write(`{${members.join('')}${JSON.stringify(lists[0])}:[`);
  }

  /** Appends to the first (0) or second (1) list. */
  add(list: 0 | 1, json: string): void {
    const sink = list === 0 ? this.#first : this.#second;
    sink.write(this.#counts[list]++ === 0 ? `\n${json}` : `,\n${json}`);
  }

  /** Joins the lists and closes the file. */
  close(): void {
    this.#second.close();
    this.#first.write(`\n],\n${JSON.stringify(this.#lists[1])}:[`);
    const part = openSync(`${this.#path}.part`, 'r');
    try {
      const chunk = Buffer.alloc(FLUSH_CHARS);
      for (let size = readSync(part, chunk); size > 0; size = readSync(part, chunk))
        this.#first.writeBytes(chunk.subarray(0, size));
    } finally {
      closeSync(part);
      rmSync(`${this.#path}.part`);
    }
    this.#first.write('\n]}\n');
    this.#first.close();
  }

  /** Gives up: closes both files and leaves what was written. */
  abandon(): void {
    this.#first.close();
    this.#second.close();
    rmSync(`${this.#path}.part`, { force: true });
  }
}
