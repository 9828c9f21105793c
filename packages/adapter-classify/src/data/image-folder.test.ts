import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetError } from '@vision/trainer-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readImageFolder } from './image-folder.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'image-folder-'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(...files: string[]): Promise<void> {
  for (const file of files) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await writeFile(path.join(root, file), '');
  }
}

function names(samples: readonly { path: string; label: number }[]): string[] {
  return samples.map((sample) => `${sample.label}:${path.relative(root, sample.path)}`);
}

describe('readImageFolder', () => {
  it('labels images by sorted class folder, searching sub-folders, ignoring other files', async () => {
    await put('train/b/1.JPG', 'train/b/deep/2.png', 'train/b/notes.txt', 'train/b/.hidden.png', 'train/a/x.webp');
    await put('val/a/3.jpg', 'test/b/4.tiff', '.cache/z/1.jpg');
    const folder = await readImageFolder(root);
    expect(folder.classNames).toEqual(['a', 'b']);
    expect(names(folder.train)).toEqual(['0:train/a/x.webp', '1:train/b/1.JPG', '1:train/b/deep/2.png']);
    expect(names(folder.val)).toEqual(['0:val/a/3.jpg']);
    expect(names(folder.test)).toEqual(['1:test/b/4.tiff']);
  });

  it('sorts the same in every locale', async () => {
    await put('train/Zebra/1.jpg', 'train/apple/1.jpg', 'val/apple/2.jpg');
    expect((await readImageFolder(root)).classNames).toEqual(['Zebra', 'apple']);
  });

  it('follows class folders that are links', async () => {
    await put('elsewhere/1.jpg', 'elsewhere/2.jpg', 'data/a/1.jpg', 'data/a/2.jpg');
    await symlink(path.join(root, 'elsewhere'), path.join(root, 'data', 'b'));
    expect((await readImageFolder(path.join(root, 'data'))).classNames).toEqual(['a', 'b']);
  });

  it('splits a flat folder by class, the same way for the same seed', async () => {
    for (let index = 0; index < 20; index += 1) await put(`cat/${index}.png`);
    for (let index = 0; index < 5; index += 1) await put(`dog/${index}.png`);
    const { train, val, test, classNames } = await readImageFolder(root, { valFraction: 0.2, seed: 5 });
    expect(classNames).toEqual(['cat', 'dog']);
    expect(val.filter(({ label }) => label === 0)).toHaveLength(4);
    expect(val.filter(({ label }) => label === 1)).toHaveLength(1);
    expect(new Set([...names(train), ...names(val)]).size).toBe(25);
    expect(test).toEqual([]);
    expect(names((await readImageFolder(root, { valFraction: 0.2, seed: 5 })).val)).toEqual(names(val));
    expect(names((await readImageFolder(root, { valFraction: 0.2, seed: 6 })).val)).not.toEqual(names(val));
  });

  it('holds out a part of train/ when there is no val/', async () => {
    for (let index = 0; index < 10; index += 1) await put(`train/a/${index}.png`, `train/b/${index}.png`);
    const { train, val } = await readImageFolder(root);
    expect([train.length, val.length]).toEqual([16, 4]);
  });

  it.each<[string, string[], string, RegExp]>([
    ['is missing', [], 'nowhere', /nowhere: no such folder/],
    ['has no class folders', ['readme.txt'], '', /at least two folders.* found none/],
    ['has one class only', ['train/a/1.jpg'], 'train', /found only "a"/],
    ['has a class without images', ['train/a/1.jpg', 'train/b/1.txt'], 'train/b', /the class has no images/],
    ['has no images in val', ['train/a/1.jpg', 'train/b/1.jpg', 'val/a/1.txt'], 'val', /has no images/],
    [
      'has a class in val only',
      ['train/a/1.jpg', 'train/b/1.jpg', 'val/c/1.jpg'],
      'val',
      /has "c", no class of .*train/,
    ],
    ['is too small to split', ['a/1.jpg', 'b/1.jpg'], '', /too few images/],
  ])('names the folder that %s', async (_, files, wrong, message) => {
    await put(...files);
    const error = await readImageFolder(wrong === 'nowhere' ? path.join(root, wrong) : root).catch((cause) => cause);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.path).toBe(path.join(root, wrong));
    expect(error.message).toMatch(message);
  });
});
