import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FakeBackend } from '@vision/trainer-sdk/testing';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

const packageJson = createRequire(import.meta.url).resolve('@vision/trainer-sdk/package.json');
const executable = join(dirname(packageJson), JSON.parse(await readFile(packageJson, 'utf8')).bin['vision-train']);
const adapter = join(import.meta.dirname, 'linear-adapter.ts');
const directory = await mkdtemp(join(tmpdir(), 'vision-train-'));
const datasetPath = join(directory, 'points.csv');
await writeFile(datasetPath, Array.from({ length: 16 }, (_, x) => `${x / 16},${x / 8}\n`).join(''));

let backend: FakeBackend;
beforeEach(async () => {
  backend = await FakeBackend.start();
});
afterEach(() => backend.stop());
afterAll(() => rm(directory, { recursive: true }));

const required = ['--framework', 'linear', '--adapter', adapter, '--model-name', 'line'];
const model = [...required, '--task-type', 'image_classification', '--dataset-path', datasetPath];
const usual = [...model, '--output-dir', join(directory, 'out'), '--epochs', '2', '--batch-size', '4'];
const slow = [...usual, '--epochs', '500', '--advanced-config', '{"stepDelayMs":20}'];

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess & { ended: Promise<Ended> } {
  const child = spawn(process.execPath, [executable, ...args], {
    env: { PATH: process.env.PATH, ...env },
    cwd: directory,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, ...output }));
  return Object.assign(child, { ended });
}

/** Puts a package where the command finds it. */
async function install(name: string, exports: unknown, code: string): Promise<void> {
  const home = join(directory, 'node_modules', name);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), JSON.stringify({ name, type: 'module', exports }));
  await writeFile(join(home, 'index.mjs'), code);
}

const run = (args: readonly string[], env?: Record<string, string>) => start(args, env).ended;
const reporting = () => ({ BACKEND_API_URL: backend.url, INTERNAL_AUTH_TOKEN: 't', JOB_ID: '5' });

describe('vision-train', { timeout: 30_000 }, () => {
  it('trains, prints a line an epoch, and reports to the backend', async () => {
    const { code, stdout, stderr } = await run(usual, reporting());
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Epoch 1\/2 {2}train\/loss .*\nEpoch 2\/2 .*\nTraining completed after 2 epochs, best epoch 2 in /,
    );
    expect(backend.statuses).toEqual([{ status: 'running' }]);
    expect(backend.completions).toMatchObject([{ status: 'completed' }]);
    expect(backend.requests.every(({ path }) => path.includes('/5/'))).toBe(true);
    expect(backend.metrics.length).toBeGreaterThan(8);
  });

  it('takes underscored flags, and the job id as a flag', async () => {
    const args = usual.map((arg) => (arg.startsWith('--') ? `--${arg.slice(2).replaceAll('-', '_')}` : arg));
    const { code, stderr } = await run([...args, '--job_id=9'], reporting());
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(backend.requests.every(({ path }) => path.includes('/9/'))).toBe(true);
  });

  it('says once that nothing is reported without a backend', async () => {
    const { code, stderr } = await run(usual);
    expect(code).toBe(0);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('BACKEND_API_URL is not set')]);
  });

  it('goes on from a checkpoint', async () => {
    await run(usual);
    const { code, stdout } = await run([...usual, '--epochs', '3', '--resume', join(directory, 'out', 'last.json')]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('Epoch 2/3');
    expect(stdout).toContain('Epoch 3/3');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 130 on %s, reported as cancelled', async (signal) => {
    const child = start(slow, reporting());
    await expect.poll(() => backend.metrics.length, { timeout: 10_000 }).toBeGreaterThan(0);
    child.kill(signal);
    const { code, stdout } = await child.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('Training cancelled');
    expect(backend.completions).toMatchObject([{ status: 'cancelled' }]);
  });

  it('ends with 1 when the run fails, with the error', async () => {
    const { code, stderr } = await run([...usual, '--advanced-config', '{"failAtStep":3}'], reporting());
    expect(code).toBe(1);
    expect(stderr).toContain('broken at step 3');
    expect(backend.completions).toMatchObject([{ status: 'failed', errorMessage: 'broken at step 3' }]);
  });

  it('ends with 1 on an error that nobody caught, reported as failed', async () => {
    const settings = JSON.stringify({ crashAtStep: 3, stepDelayMs: 20 });
    const { code, stderr } = await run([...slow, '--advanced-config', settings], reporting());
    expect(code).toBe(1);
    expect(stderr).toContain('crashed at step 3');
    expect(stderr).not.toContain('dropped');
    const traceback = expect.stringContaining('linear-adapter');
    expect(backend.completions).toMatchObject([{ status: 'failed', errorMessage: 'crashed at step 3', traceback }]);
  });

  it('keeps what a crashed run had reported of itself', async () => {
    const settings = JSON.stringify({ crashAtStep: 10, stepDelayMs: 20 });
    await run([...slow, '--advanced-config', settings], reporting());
    expect(backend.progress.length).toBeGreaterThan(0);
    expect(Object.keys(backend.completions[0] ?? {}).sort()).toEqual(['errorMessage', 'status', 'traceback']);
  });

  it('warns when the adapter cannot be disposed, and reports one end', async () => {
    const { code, stderr } = await run([...usual, '--advanced-config', '{"breakOnDispose":"reject"}'], reporting());
    expect(code).toBe(0);
    expect(stderr).toMatch(/^vision-train: warning: .*: cannot dispose\n$/);
    expect(backend.completions).toMatchObject([{ status: 'completed' }]);
  });

  it('ends with 1 on an error that nobody caught after the run, with the error', async () => {
    const { code, stderr } = await run([...usual, '--advanced-config', '{"breakOnDispose":"crash"}'], reporting());
    expect(code).toBe(1);
    expect(stderr).toContain('crashed late');
    expect(backend.completions).toMatchObject([{ status: 'completed' }]);
  });

  it('names a missing dataset in one line', async () => {
    const { code, stderr } = await run([...usual, '--dataset-path', '/no/such/data'], reporting());
    expect(code).toBe(1);
    expect(stderr).toBe('vision-train: Dataset not found: /no/such/data\n');
    expect(backend.completions).toMatchObject([{ status: 'failed', errorMessage: 'Dataset not found: /no/such/data' }]);
  });

  it.each([
    [['--epoch', '3'], '--epoch: is not a flag of vision-train; see --help'],
    [['--job_id', '1.5'], '--job-id: expected a positive integer, found "1.5"'],
    [['--no_such=1'], '--no_such: is not a flag of vision-train; see --help'],
    [['--epochs', 'many'], '--epochs: expected a number, found "many"'],
    [['--epochs', '0'], '--epochs: expected more than 0, found 0'],
    [['--advanced-config', '{oops'], '--advanced-config: expected JSON'],
    [['--advanced-config', '{"momentum":7}'], 'advancedConfig.momentum: expected at most 1, found 7'],
    [['--task-type', 'chess'], '--task-type: expected "image_classification" or'],
    [['--adapter', './none.js'], 'Adapter module not found: ./none.js'],
    [['--adapter', 'zod'], 'zod is not an adapter: it exports no function createAdapter'],
    [['--device', '--seed=1'], '--device: expected a value, found a flag'],
    [['stray'], 'stray: is not a flag'],
  ])('ends with 2 and one line on %j', async (args, message) => {
    const { code, stderr } = await run([...usual, ...args], reporting());
    expect(code).toBe(2);
    expect(stderr).toMatch(/^vision-train: .*\n$/);
    expect(stderr).toContain(message);
    expect(backend.completions).toMatchObject([{ status: 'failed' }]);
  });

  it('trains on when nobody reads its output any more', async () => {
    const child = start([...usual, '--epochs', '20', '--advanced-config', '{"stepDelayMs":5}'], reporting());
    await expect.poll(() => backend.progress.length, { timeout: 10_000 }).toBeGreaterThan(1);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await child.ended).code).toBe(0);
    expect(backend.completions).toMatchObject([{ status: 'completed', totalEpochsCompleted: 20 }]);
  });

  it('finds an installed adapter whose exports offer only import', async () => {
    await install('esm-only', { '.': { import: './index.mjs' } }, `export * from '${pathToFileURL(adapter).href}';`);
    const { code, stderr } = await run(usual.with(3, 'esm-only'), reporting());
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('says why an installed adapter cannot be loaded', async () => {
    await install('closed', { './other': './index.mjs' }, '');
    await install('broken', './index.mjs', `throw new Error('no device');`);
    const failures = await Promise.all(['closed', 'broken'].map((name) => run(usual.with(3, name))));
    expect(failures.map(({ code }) => code)).toEqual([2, 2]);
    expect(failures[0]?.stderr).toMatch(/Cannot load adapter closed: .*exports/);
    expect(failures[1]?.stderr).toContain('Cannot load adapter broken: no device');
  });

  it('ends with 2 on an unknown framework, naming it and what to install', async () => {
    const { code, stderr } = await run(['--framework', 'fortune', ...model.slice(4)], reporting());
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^vision-train: Unknown framework "fortune": @vision\/adapter-fortune is not installed.*\n$/,
    );
    expect(backend.completions).toMatchObject([{ status: 'failed' }]);
  });

  it('names every flag that is missing', async () => {
    const { code, stderr } = await run(['--framework', 'linear']);
    expect(code).toBe(2);
    expect(stderr.match(/--[a-z-]+: is required/g)).toEqual([
      '--model-name: is required',
      '--task-type: is required',
      '--dataset-path: is required',
    ]);
  });

  it('names the variable of a bad environment', async () => {
    const { code, stderr } = await run(usual, { ...reporting(), JOB_ID: 'five' });
    expect(code).toBe(2);
    expect(stderr).toBe('vision-train: JOB_ID: expected a positive integer, found "five"\n');
  });

  it('shows its flags', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--learning-rate <number>');
  });
});
