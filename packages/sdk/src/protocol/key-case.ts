/** `learningRate` → `learning_rate`, for types. */
export type SnakeCase<S extends string> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : S;

/** `learning_rate` → `learningRate`, for types. */
export type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** An object type with its own keys (not those of nested objects) in snake_case. */
export type SnakeKeys<T> = { [K in keyof T as K extends string ? SnakeCase<K> : never]: T[K] };

/** An object type with its own keys (not those of nested objects) in camelCase; `null` counts as absent. */
export type CamelKeys<T> = {
  [K in keyof T as K extends string ? CamelCase<K> : never]: Exclude<T[K], null | undefined>;
};

const snakeOf = new Map<string, string>();
const camelOf = new Map<string, string>();

function remembered(cache: Map<string, string>, key: string, convert: (key: string) => string): string {
  let converted = cache.get(key);
  if (converted === undefined) {
    converted = convert(key);
    cache.set(key, converted);
  }
  return converted;
}

const toSnake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const toCamel = (key: string): string => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Copies an object with its own keys in snake_case, leaving out what is undefined. Only for closed sets of keys. */
export function snakeKeys<T extends object>(source: T): SnakeKeys<T> {
  const target: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (value !== undefined) target[remembered(snakeOf, key, toSnake)] = value;
  }
  return target as SnakeKeys<T>;
}

/** Copies an object with its own keys in camelCase, leaving out null and undefined. Only for closed sets of keys. */
export function camelKeys<T extends object>(source: T): CamelKeys<T> {
  const target: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (value !== undefined && value !== null) target[remembered(camelOf, key, toCamel)] = value;
  }
  return target as CamelKeys<T>;
}
