import path from 'node:path';
import { expect, it } from 'vitest';
import { commonFolder } from './common-folder.js';

it.each([
  [['val/cat/1.png', 'val/cat/2.png'], 'val/cat'],
  [['val/cat/1.png', 'val/cats/2.png', 'val/dog/deep/3.png'], 'val'],
  [['val/cat/1.png', 'val/2.png'], 'val'],
  [['/1.png', '/a/2.png'], '/'],
  [['a/1.png', 'b/2.png'], '.'],
  [[], ''],
])('%j are in %s', (files, folder) => {
  expect(commonFolder(files.map((file) => path.normalize(file)))).toBe(path.normalize(folder).replace(/^\.$/, folder));
});
