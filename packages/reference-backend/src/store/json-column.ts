import { decodeNumber, encodeNumber, type WireNumber } from '@vision/trainer-sdk/protocol';

const nonFinite: readonly unknown[] = ['NaN', 'Infinity', '-Infinity'];

/** JSON text of an object whose leaves are all numbers; JSON itself has no word for NaN and ±Infinity. */
export function writeNumbersJson(numbers: object): string {
  return JSON.stringify(numbers, (_, value: unknown) => (typeof value === 'number' ? encodeNumber(value) : value));
}

/** What {@link writeNumbersJson} was given. */
export function readNumbersJson<T extends object>(text: string): T {
  return JSON.parse(text, (_, value: unknown) =>
    nonFinite.includes(value) ? decodeNumber(value as WireNumber) : value,
  ) as T;
}
