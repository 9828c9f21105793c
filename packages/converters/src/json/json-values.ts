import type { Attributes, AttributeValue } from '../dataset/dataset.js';
import { isJsonObject, type JsonValue } from './parse-json.js';

/** A finite number, or undefined. */
export function asNumber(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A number above zero, as sizes are, or undefined. */
export function asSize(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** A list of finite numbers, or undefined. */
export function asNumbers(value: JsonValue | undefined): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  for (let index = 0; index < value.length; index++) {
    const item = value[index];
    if (typeof item !== 'number' || !Number.isFinite(item)) return undefined;
  }
  return value as number[];
}

/** A list of `[x, y]` pairs as flat coordinates, or undefined. */
export function asPoints(value: JsonValue | undefined): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const flat: number[] = [];
  for (const pair of value) {
    const [x, y] = Array.isArray(pair) ? pair : [];
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x + y)) return undefined;
    flat.push(x, y);
  }
  return flat;
}

/** The members of an object that can be attributes; others are turned into their JSON text. */
export function asAttributes(value: JsonValue | undefined): Attributes | undefined {
  if (!isJsonObject(value)) return undefined;
  const attributes: [string, AttributeValue][] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item === null || item === undefined) continue;
    attributes.push([name, typeof item === 'object' ? JSON.stringify(item) : item]);
  }
  return attributes.length > 0 ? Object.fromEntries(attributes) : undefined;
}
