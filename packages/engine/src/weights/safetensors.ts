import { type FileHandle, open } from 'node:fs/promises';
import { WeightsError } from '../errors/weights-error.js';
import { decodeElements } from './decode-elements.js';
import type { HostDType, HostTensor, NamedTensors } from './host-tensor.js';
import { elementBytes, parseHeader, type TensorEntry } from './safetensors-header.js';
import { writeAtomically, writeFully } from './write-atomically.js';

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: NamedTensors;
  readonly metadata: Readonly<Record<string, string>>;
}

const PREFIX_BYTES = 8;
/** As the reference implementation: a longer header is taken for damage. */
const MAX_HEADER_BYTES = 100_000_000;
const formatDTypes: Record<HostDType, 'F32' | 'I32' | 'I64'> = { float32: 'F32', int32: 'I32', int64: 'I64' };

/**
 * Writes tensors as a safetensors file, atomically: a crash leaves the old file or the new one.
 *
 * @param metadata free strings for the file's header, e.g. a config as JSON
 */
export async function writeSafetensors(
  path: string,
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  // Wide elements first, so that all tensors are aligned.
  const width = ([, { dtype }]: readonly [string, HostTensor]): number => elementBytes[formatDTypes[dtype]];
  const sorted = [...tensors].sort((a, b) => width(b) - width(a) || (a[0] < b[0] ? -1 : 1));
  let position = 0;
  const entries = sorted.map(([name, { dtype, shape, data }]) => {
    const begin = position;
    position += data.byteLength;
    return [name, { dtype: formatDTypes[dtype], shape, data_offsets: [begin, position] }] as const;
  });
  const hasMetadata = Object.keys(metadata).length > 0;
  const json = JSON.stringify(
    Object.fromEntries([...(hasMetadata ? [['__metadata__', metadata] as const] : []), ...entries]),
  );
  const encoded = new TextEncoder().encode(json);
  const header = new Uint8Array(Math.ceil(encoded.length / 8) * 8).fill(0x20);
  header.set(encoded);
  const prefix = new Uint8Array(PREFIX_BYTES);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(header.length), true);
  await writeAtomically(path, async (file) => {
    await writeFully(file, prefix);
    await writeFully(file, header);
    for (const [, { data }] of sorted) {
      await writeFully(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  });
}

/**
 * Reads a safetensors file. float16, bfloat16 and float64 become float32; 8- and 16-bit integers and booleans int32.
 *
 * @throws WeightsError when the file is missing, truncated, or its header does not describe it
 */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw new WeightsError({ source: path, problem: 'the file cannot be opened.' }, { cause });
  }
  try {
    return await readFrom(file, path);
  } finally {
    await file.close();
  }
}

async function readFrom(file: FileHandle, path: string): Promise<SafetensorsFile> {
  const { size } = await file.stat();
  const fail = (problem: string): never => {
    throw new WeightsError({ source: path, problem });
  };
  if (size < PREFIX_BYTES) fail(`${size} bytes are too few for a safetensors file; it is truncated.`);
  const prefix = await readBytes(file, path, 0, PREFIX_BYTES);
  const headerBytes = Number(new DataView(prefix).getBigUint64(0, true));
  if (headerBytes > Math.min(size - PREFIX_BYTES, MAX_HEADER_BYTES)) {
    fail(
      `the header should be ${headerBytes} bytes long, but the file has ${size}; it is truncated or of another format.`,
    );
  }
  const json = new TextDecoder().decode(await readBytes(file, path, PREFIX_BYTES, headerBytes));
  const dataStart = PREFIX_BYTES + headerBytes;
  const { entries, metadata } = parseHeader(path, json, size - dataStart);
  const tensors = new Map<string, HostTensor>();
  for (const entry of entries) tensors.set(entry.name, await readTensor(file, path, dataStart, entry));
  return { tensors, metadata };
}

async function readTensor(
  file: FileHandle,
  path: string,
  dataStart: number,
  { dtype, shape, begin, end }: TensorEntry,
): Promise<HostTensor> {
  return decodeElements(dtype, shape, await readBytes(file, path, dataStart + begin, end - begin));
}

async function readBytes(file: FileHandle, path: string, position: number, length: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let offset = 0; offset < length; ) {
    const { bytesRead } = await file.read(bytes, offset, length - offset, position + offset);
    if (bytesRead === 0) throw new WeightsError({ source: path, problem: 'the file ended while it was being read.' });
    offset += bytesRead;
  }
  return bytes.buffer;
}
