import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LocalArtifactStore, parseArtifactUri, StorageError } from '@vision/trainer-sdk';
import { afterAll, describe, expect, it } from 'vitest';

const directory = await mkdtemp(join(tmpdir(), 'vision-store-'));
const checkpoint = join(directory, 'größe 1.safetensors');
await writeFile(checkpoint, 'weights');
const store = new LocalArtifactStore({ root: join(directory, 'artifacts') });
afterAll(() => rm(directory, { recursive: true }));

describe('parseArtifactUri', () => {
  it.each([
    ['/data/set', { kind: 'local', path: '/data/set' }],
    ['file:///data/a%20b', { kind: 'local', path: '/data/a b' }],
    ['s3://bucket/a/b.zip', { kind: 'object', scheme: 's3', bucket: 'bucket', key: 'a/b.zip' }],
    ['r2://bucket/key', { kind: 'object', scheme: 'r2', bucket: 'bucket', key: 'key' }],
  ])('reads %s', (uri, location) => {
    expect(parseArtifactUri(uri)).toEqual(location);
  });

  it.each([
    ['', /Empty path/],
    ['s3://bucket', /s3:\/\/bucket: expected s3:\/\/bucket\/key/],
    ['ftp://host/x', /Unknown scheme "ftp:\/\/" in ftp:\/\/host\/x/],
    ['file://host/x', /file:\/\/host\/x/],
  ])('refuses %j', (uri, message) => {
    expect(() => parseArtifactUri(uri)).toThrow(message);
    expect(() => parseArtifactUri(uri)).toThrow(StorageError);
  });
});

describe('LocalArtifactStore', () => {
  it('stores a checkpoint under its owner and gives it back', async () => {
    const uri = await store.uploadCheckpoint(checkpoint, { projectId: 2, jobId: 3, kind: 'best' });
    expect(fileURLToPath(uri)).toBe(join(store.root, 'checkpoints/projects/2/jobs/3/best.safetensors'));
    expect(await readFile(await store.downloadCheckpoint(uri), 'utf8')).toBe('weights');
    expect(await store.presignDownload(uri)).toBe(uri);
  });

  it('uses local files in place', async () => {
    expect(await store.downloadCheckpoint(pathToFileURL(checkpoint).href)).toBe(checkpoint);
    expect(await store.downloadDataset(directory)).toBe(directory);
  });

  it.each([
    ['a missing file', () => store.downloadCheckpoint('/no/such/file'), /File not found: \/no\/such\/file/],
    ['a directory', () => store.downloadCheckpoint(directory), /Expected a file/],
    ['a missing dataset', () => store.downloadDataset('/no/such/set'), /Dataset not found: \/no\/such\/set/],
    [
      'object storage',
      () => store.downloadDataset('r2://bucket/set.zip'),
      /r2:\/\/bucket\/set.zip is in object storage/,
    ],
  ])('names %s', async (_, action, message) => {
    await expect(action()).rejects.toThrow(message);
    await expect(action()).rejects.toBeInstanceOf(StorageError);
  });
});
