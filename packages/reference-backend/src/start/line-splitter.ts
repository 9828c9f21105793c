import { StringDecoder } from 'node:string_decoder';

const MAX_LINE_CHARACTERS = 16_384;

/**
 * Cuts a stream of bytes into lines: UTF-8 with replacement characters, progress bars (`\r`) folded to what a terminal
 * would show last, longer lines cut with a mark.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** @returns the lines that this chunk completes */
  push(chunk: Buffer): string[] {
    const parts = (this.#rest + this.#decoder.write(chunk)).split('\n');
    const rest = parts.pop() ?? '';
    // A line without an end must not grow without limit; what a carriage return has overwritten goes first.
    this.#rest = rest.length > 2 * MAX_LINE_CHARACTERS ? foldLine(rest) : rest;
    return parts.map(foldLine);
  }

  /** @returns the last line, if the stream did not end with a line break */
  end(): string[] {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    return rest === '' ? [] : [foldLine(rest)];
  }
}

function foldLine(raw: string): string {
  const trimmed = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  const line = trimmed.slice(trimmed.lastIndexOf('\r') + 1);
  return line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS)} … (line cut)` : line;
}
