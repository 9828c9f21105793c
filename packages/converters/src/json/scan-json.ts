import { closeSync, readSync } from 'node:fs';
import { DatasetSyntaxError } from '../errors/dataset-syntax-error.js';
import { openToRead } from '../files/open-to-read.js';

/** An object found in one of the lists of a large JSON file. */
export interface ScannedElement {
  /** Name of the list, a member of the outermost object. */
  readonly list: string;
  /** Byte offsets of the element's first and one past its last byte. */
  readonly start: number;
  readonly end: number;
  /** 1-based line of its first byte. */
  readonly line: number;
  /** The element's member that was asked for, as it stands in the file, or an empty string. */
  readonly key: string;
}

const CHUNK_BYTES = 1 << 20;
const MAX_KEY_BYTES = 256;
const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const NEWLINE = 10;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** What the bytes being read are kept for. */
type Capture = 0 | 1 | 2;
const NOTHING = 0;
const STRING = 1;
const VALUE = 2;

/**
 * Finds where the objects in the lists of a JSON file begin and end, in one pass over its bytes and without keeping
 * them, so that files larger than memory can be read element by element. The file must be one object whose members are
 * lists of objects (`{"images": [{…}, …], …}`); members that are not lists are passed over.
 *
 * @param keys for each list of interest the member of its elements to give back, such as `image_id`.
 * @throws DatasetSyntaxError where brackets do not match or the file ends early. What is inside an element is checked
 * only when it is parsed.
 */
export function scanJson(
  path: string,
  file: string,
  keys: ReadonlyMap<string, string>,
  found: (element: ScannedElement) => void,
): void {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const captured = Buffer.alloc(MAX_KEY_BYTES);
  const brackets: number[] = [];
  let capturedBytes = 0;
  let capture = NOTHING as Capture;
  let depth = 0;
  let line = 1;
  let isInString = false;
  let isEscaped = false;
  let list = '';
  let wantedKey: string | undefined;
  let lastString = '';
  let key: string | undefined;
  let start = 0;
  let startLine = 1;
  let hasEnded = false;

  const fail = (problem: string): never => {
    throw new DatasetSyntaxError('JSON', problem, { file, line });
  };
  const startCapture = (what: Capture): void => {
    capture = what;
    capturedBytes = 0;
  };
  const endCapture = (): string => {
    capture = NOTHING;
    return captured.toString('utf8', 0, capturedBytes);
  };

  const takeByte = (byte: number, offset: number): void => {
    switch (byte) {
      case QUOTE:
        isInString = true;
        if (capture === NOTHING && (depth === 1 || (depth === 3 && wantedKey !== undefined && key === undefined)))
          startCapture(STRING);
        return;
      case NEWLINE:
        line++;
        return;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (hasEnded) fail('something stands behind the end of the outermost object');
        if (depth === 0 && byte !== OPEN_BRACE) fail('the file is a list; an object was expected');
        if (depth === 1) {
          list = lastString;
          wantedKey = byte === OPEN_BRACKET ? keys.get(list) : undefined;
        }
        if (depth === 2 && byte === OPEN_BRACE) {
          start = offset;
          startLine = line;
          key = undefined;
        }
        brackets.push(byte);
        depth++;
        return;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (brackets.pop() !== (byte === CLOSE_BRACE ? OPEN_BRACE : OPEN_BRACKET))
          fail('a closing bracket without its opening one');
        depth--;
        if (depth === 2 && wantedKey !== undefined && byte === CLOSE_BRACE) {
          if (capture === VALUE) key = endCapture();
          found({ list, start, end: offset + 1, line: startLine, key: key?.trim() ?? '' });
        }
        if (depth === 0) hasEnded = true;
        return;
      case COLON:
        if (depth === 3 && key === undefined && lastString === wantedKey && capture === NOTHING) startCapture(VALUE);
        return;
      case COMMA:
        if (depth === 3 && capture === VALUE) key = endCapture();
        return;
      default:
        if (capture === VALUE && capturedBytes < MAX_KEY_BYTES) captured[capturedBytes++] = byte;
    }
  };

  const descriptor = openToRead(path, file);
  try {
    let base = 0;
    for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
      for (let at = 0; at < size; at++) {
        const byte = chunk[at] ?? 0;
        if (!isInString) takeByte(byte, base + at);
        else if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isInString = false;
          if (capture === STRING) lastString = endCapture();
        } else if (capture !== NOTHING && capturedBytes < MAX_KEY_BYTES) captured[capturedBytes++] = byte;
      }
      base += size;
    }
  } finally {
    closeSync(descriptor);
  }
  if (isInString) fail('the file ends inside a string');
  if (!hasEnded) fail('the file ends before its outermost object does');
}
