import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { replaceFile } from './result-files.js';

/**
 * Gives the output directory of a resumed run the checkpoints it goes on from, unless it has them: the one resumed from as
 * the last, and as the best either the same one or its neighbour.
 */
export async function adoptCheckpoints(
  resumedFrom: string,
  { isBest, bestPath, lastPath }: { isBest: boolean; bestPath: string; lastPath: string },
): Promise<void> {
  const neighbour = join(dirname(resumedFrom), `best${extname(resumedFrom)}`);
  await adopt(resumedFrom, lastPath);
  await adopt(isBest ? resumedFrom : neighbour, bestPath);
}

async function adopt(source: string, target: string): Promise<void> {
  if (existsSync(target) || !existsSync(source)) return;
  await replaceFile(target, (path) => copyFile(source, path));
}
