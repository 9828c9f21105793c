import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostTensor, readSafetensors, WeightsError, writeSafetensors } from '@vision/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const shapes = fc.array(fc.nat(4), { maxLength: 3 });
const tensors: fc.Arbitrary<HostTensor> = fc
  .tuple(shapes, fc.constantFrom('float32', 'int32', 'int64'))
  .map(([shape, dtype]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    if (dtype === 'float32') return { dtype, shape, data: Float32Array.from({ length }, (_, i) => i / 3 - 1) };
    if (dtype === 'int32') return { dtype, shape, data: Int32Array.from({ length }, (_, i) => i - 2) };
    return { dtype: 'int64', shape, data: BigInt64Array.from({ length }, (_, i) => BigInt(i) - 2n ** 40n) };
  });
const names = fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__' && name !== '__proto__');
const files = fc.array(fc.tuple(names, tensors), { maxLength: 6 }).map((entries) => new Map(entries));
const metadata = fc.dictionary(names, fc.string());

describe('safetensors', () => {
  let folder = '';
  let path = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-safetensors-'));
    path = join(folder, 'weights.safetensors');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(files, metadata, async (given, meta) => {
        await writeSafetensors(path, given, meta);
        const read = await readSafetensors(path);
        expect(new Map([...read.tensors].sort())).toEqual(new Map([...given].sort()));
        expect({ ...read.metadata }).toEqual({ ...meta });
      }),
      { numRuns: 50 },
    );
  });

  it('refuses every truncation', async () => {
    await writeSafetensors(
      path,
      new Map([['a', { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]]),
    );
    const whole = await readFile(path);
    for (let length = 0; length < whole.length; length++) {
      await writeFile(path, whole.subarray(0, length));
      await expect(readSafetensors(path)).rejects.toThrow(WeightsError);
    }
  });

  it.each([
    [
      'bytes that do not fit the shape',
      { a: { dtype: 'F32', shape: [3], data_offsets: [0, 16] } },
      '"a" should take 12',
    ],
    ['a hole', { a: { dtype: 'F32', shape: [2], data_offsets: [8, 16] } }, '"a" should begin at byte 0'],
    [
      'an overlap',
      {
        a: { dtype: 'F32', shape: [4], data_offsets: [0, 16] },
        b: { dtype: 'F32', shape: [2], data_offsets: [8, 16] },
      },
      '"b" should begin at byte 16',
    ],
    ['data that nothing describes', { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, 'describes 8 bytes'],
    ['an unknown dtype', { a: { dtype: 'F8', shape: [16], data_offsets: [0, 16] } }, '"a"'],
    ['a negative size', { a: { dtype: 'F32', shape: [-1], data_offsets: [0, 16] } }, '"a"'],
    ['a huge size', { a: { dtype: 'F32', shape: [2 ** 52, 2 ** 52], data_offsets: [0, 16] } }, '"a"'],
    ['metadata that is no string', { __metadata__: { a: 1 } }, '__metadata__'],
    ['a list', [], 'not a JSON object'],
  ])('refuses a header with %s', async (_, header, message) => {
    await writeFile(path, encode(JSON.stringify(header), 16));
    await expect(readSafetensors(path)).rejects.toThrow(message);
  });

  it('refuses a header longer than the file, or no JSON', async () => {
    const lying = encode('{}', 0);
    lying.writeBigUInt64LE(2n ** 60n);
    await writeFile(path, lying);
    await expect(readSafetensors(path)).rejects.toThrow('truncated');
    await writeFile(path, encode('{"a":', 0));
    await expect(readSafetensors(path)).rejects.toThrow('not JSON');
    await expect(readSafetensors(join(folder, 'none'))).rejects.toThrow('none: the file cannot be opened');
  });

  it('reads half precision as float32', async () => {
    const header = {
      half: { dtype: 'F16', shape: [4], data_offsets: [0, 8] },
      brain: { dtype: 'BF16', shape: [2], data_offsets: [8, 12] },
    };
    const data = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00, 0x3f80, 0xc040).buffer);
    const file = encode(JSON.stringify(header), data.length);
    file.set(data, file.length - data.length);
    await writeFile(path, file);
    const { tensors: read } = await readSafetensors(path);
    expect([...(read.get('half')?.data ?? [])]).toEqual([1, -2, 2 ** -24, Number.POSITIVE_INFINITY]);
    expect([...(read.get('brain')?.data ?? [])]).toEqual([1, -3]);
  });

  it('leaves the old file where writing fails', async () => {
    await writeSafetensors(path, new Map([['old', { dtype: 'int32', shape: [1], data: Int32Array.of(7) }]]));
    const broken = { dtype: 'float32', shape: [1], data: undefined } as unknown as HostTensor;
    await expect(writeSafetensors(path, new Map([['new', broken]]))).rejects.toThrow();
    await expect(writeSafetensors(join(folder, 'no', 'folder'), new Map())).rejects.toThrow();
    expect([...(await readSafetensors(path)).tensors.keys()]).toEqual(['old']);
    expect(await readdir(folder)).toEqual(['weights.safetensors']);
  });
});

function encode(header: string, dataBytes: number): Buffer {
  const file = Buffer.alloc(8 + header.length + dataBytes);
  file.writeBigUInt64LE(BigInt(header.length));
  file.write(header, 8);
  return file;
}
