import { WeightsError } from '../errors/weights-error.js';
import { sizeOf } from '../graph/tensor-type.js';

/** Bytes of one element, by the format's name of the dtype. */
export const elementBytes = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 } as const;

/** A dtype that can be read. */
export type SafetensorsDType = keyof typeof elementBytes;

/** Where a tensor lies in a file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
  /** From the start of the data, in bytes. */
  readonly begin: number;
  readonly end: number;
}

/** A checked header. */
export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Parses and checks a header: every tensor has a known dtype, a shape that fits its bytes, and the tensors cover the
 * data without holes or overlaps. Nothing a header says is believed before that.
 *
 * @throws WeightsError naming file and tensor
 */
export function parseHeader(source: string, json: string, dataBytes: number): SafetensorsHeader {
  const fail = (problem: string, cause?: unknown): never => {
    throw new WeightsError({ source, problem }, { cause });
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    fail('the header is not JSON; the file is not a safetensors file, or damaged.', cause);
  }
  if (!isRecord(parsed)) return fail('the header is not a JSON object.');
  const { __metadata__: metadata = {}, ...tensors } = parsed;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    return fail('__metadata__ is not an object of strings.');
  }
  const entries = Object.entries(tensors).map(
    ([name, value]) =>
      parseEntry(name, value) ??
      fail(`tensor "${name}" is not described as dtype, shape and data_offsets of a known kind.`),
  );
  let position = 0;
  for (const { name, dtype, shape, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    const bytes = sizeOf(shape) * elementBytes[dtype];
    if (end - begin !== bytes) fail(`tensor "${name}" should take ${bytes} bytes, but takes ${end - begin}.`);
    if (begin !== position) fail(`tensor "${name}" should begin at byte ${position}, but begins at ${begin}.`);
    position = end;
  }
  if (position !== dataBytes) fail(`the header describes ${position} bytes of data, but the file has ${dataBytes}.`);
  return { entries, metadata: metadata as Record<string, string> };
}

function parseEntry(name: string, value: unknown): TensorEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(elementBytes, dtype)) return undefined;
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) return undefined;
  if (!Number.isSafeInteger(sizeOf(shape) * 8)) return undefined;
  const [begin = 0, end = 0] = offsets;
  return { name, dtype: dtype as SafetensorsDType, shape, begin, end };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
