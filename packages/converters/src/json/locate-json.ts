import { lineAt } from './parse-json.js';

/** The way to a value: names of members and indices of elements from the outermost value inwards. */
export type JsonPath = readonly (string | number)[];

/** A path as people write it: `shapes[2].points`. */
export function formatJsonPath(path: JsonPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

function skipString(text: string, at: number): number {
  for (let next = at + 1; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code === 92) next++;
    else if (code === 34) return next + 1;
  }
  return text.length;
}

function skipValue(text: string, start: number): number {
  let at = skipSpace(text, start);
  let depth = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') {
      at = skipString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (char === ',' && depth === 0) return at;
    at++;
  }
  return at;
}

function stepInto(text: string, start: number, step: string | number): number | undefined {
  let at = skipSpace(text, start);
  if (text[at] !== (typeof step === 'number' ? '[' : '{')) return undefined;
  at++;
  for (let index = 0; at < text.length; index++) {
    at = skipSpace(text, at);
    if (text[at] === ']' || text[at] === '}') return undefined;
    if (typeof step === 'number') {
      if (index === step) return at;
    } else {
      const keyEnd = skipString(text, at);
      const key: unknown = JSON.parse(text.slice(at, keyEnd));
      at = skipSpace(text, skipSpace(text, keyEnd) + 1);
      if (key === step) return at;
    }
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ',') at++;
  }
  return undefined;
}

/**
 * Line of a value in valid JSON text; where the value is absent, the line of the innermost value around it that is
 * there. Walks the text, so ask only when there is something to report.
 */
export function locateJson(text: string, path: JsonPath): number {
  let at = skipSpace(text, 0);
  for (const step of path) {
    const next = stepInto(text, at, step);
    if (next === undefined) break;
    at = next;
  }
  return lineAt(text, at);
}
