import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FakeBackend } from '@vision/trainer-sdk/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const runFile = promisify(execFile);
const packageDirectory = join(import.meta.dirname, '..');
/** Inside the package, so that the examples can import it by name; the dot keeps it out of the type check of the tests. */
const directory = join(import.meta.dirname, '.readme');
const readme = await readFile(join(packageDirectory, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '');
const example = (marker: string) => examples.find((code) => code.includes(marker)) ?? '';

beforeAll(() => mkdir(directory, { recursive: true }));
afterAll(() => rm(directory, { recursive: true, force: true }));

it('has examples that type-check', { timeout: 60_000 }, async () => {
  const tsconfig = { extends: '../../tsconfig.json', include: ['*.ts'] };
  await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(tsconfig));
  await writeFile(join(directory, 'write.ts'), example('class MeanAdapter'));
  await writeFile(join(directory, 'embed.ts'), example("logger.on('retry'"));
  const { stdout } = await runFile('npx', ['tsc', '-p', directory], { cwd: packageDirectory }).catch((error) => error);
  expect(stdout).toBe('');
});

it('has an adapter that trains', async () => {
  const file = join(directory, 'write.ts');
  await writeFile(file, example('class MeanAdapter'));
  const { stdout } = await runFile(process.execPath, [file], { cwd: directory });
  expect(stdout).toContain("completed { learning_rate: 0.1, 'val/loss'");
});

it('has a logger that delivers', async () => {
  const backend = await FakeBackend.start();
  const file = join(directory, 'embed.ts');
  await writeFile(file, example("logger.on('retry'").replace('http://127.0.0.1:8000', backend.url));
  const { stdout } = await runFile(process.execPath, [file], { cwd: directory });
  expect(stdout).toContain('{ delivered: 204, spooled: 0, dropped: 0 }');
  expect(backend.metrics).toHaveLength(200);
  await backend.stop();
});
