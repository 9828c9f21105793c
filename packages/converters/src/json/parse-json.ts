import { DatasetSyntaxError } from '../errors/dataset-syntax-error.js';

/** What JSON text can be. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object; any name may be absent. */
export interface JsonObject {
  [name: string]: JsonValue | undefined;
}

/** Number of the line that holds a position, the first being 1. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/**
 * Parses JSON text.
 *
 * @throws DatasetSyntaxError naming the file and line where the text is not JSON.
 */
export function parseJson(text: string, file: string, firstLine = 1): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const position = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length);
    const problem = message.replace(/ (in JSON )?at position.*$/s, '').replace(/"[^"]{60,}"/s, 'the text');
    throw new DatasetSyntaxError('JSON', problem, { file, line: firstLine - 1 + lineAt(text, position), cause });
  }
}

/** Whether a JSON value is an object, neither null nor a list. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
