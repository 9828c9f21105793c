/** Runs the examples as their READMEs say; the one that trains on photos gets some of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSamplePhotos } from './sample-photos.ts';

const root = join(import.meta.dirname, '..');
const work = await mkdtemp(join(tmpdir(), 'vision-examples-'));
try {
  const photos = join(work, 'photos');
  await writeSamplePhotos(photos);
  await runExample('embed-logger/train.ts');
  await runExample('custom-adapter/train.ts');
  await runExample('classify/train.ts', '--data', photos, '--epochs', '2');
} finally {
  await rm(work, { recursive: true, force: true });
}

async function runExample(file: string, ...parameters: string[]): Promise<void> {
  console.log(`examples/${file} ${parameters.join(' ')}`);
  const child = spawn(process.execPath, [join(root, 'examples', file), ...parameters], { cwd: work, stdio: 'inherit' });
  const [exitCode] = await once(child, 'exit');
  if (exitCode !== 0) throw new Error(`examples/${file} ended with exit code ${exitCode}.`);
}
