/** A number as JSON carries it: what JSON cannot hold travels as one of three strings. */
export type WireNumber = number | NonFiniteText;

/** The spelling of the numbers that JSON cannot hold. */
export type NonFiniteText = (typeof nonFiniteTexts)[number];

/** Every {@link NonFiniteText}. */
export const nonFiniteTexts = ['NaN', 'Infinity', '-Infinity'] as const;

/** Makes a number fit for JSON: NaN and ±Infinity become strings instead of null. */
export function encodeNumber(value: number): WireNumber {
  return Number.isFinite(value) ? value : (String(value) as NonFiniteText);
}

/** The number that {@link encodeNumber} was given. */
export function decodeNumber(value: WireNumber): number {
  return typeof value === 'number' ? value : Number(value);
}

/** {@link encodeNumber} for every value of a dictionary. */
export function encodeNumbers(values: Readonly<Record<string, number>>): Record<string, WireNumber> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeNumber(value)]));
}

/** {@link decodeNumber} for every value of a dictionary. */
export function decodeNumbers(values: Readonly<Record<string, WireNumber>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, decodeNumber(value)]));
}
