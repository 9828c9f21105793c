import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FakeBackend } from '@vision/trainer-sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let backend: FakeBackend;
beforeEach(async () => {
  backend = await FakeBackend.start();
});
afterEach(() => backend.stop());

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a script in the package's directory, so that it can import the package by name. */
async function runNode(script: string): Promise<Ended> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: `${import.meta.dirname}/..` });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/** Runs a script that has a logger, and measures how long the process lives from then on. */
async function runWithLogger(body: string): Promise<Ended & { elapsedMs: number }> {
  const ended = await runNode(`
    import { TrainingLogger } from '@vision/trainer-sdk';
    const logger = new TrainingLogger({ backendUrl: '${backend.url}', jobId: 1 });
    const startMs = performance.now();
    process.on('exit', () => console.log(performance.now() - startMs));
    ${body}`);
  return { ...ended, elapsedMs: Number(ended.stdout.trim().split('\n').at(-1)) };
}

describe('the end of the process', { timeout: 20_000 }, () => {
  it('is not delayed by a backend that does not answer, and says what is undelivered', async () => {
    backend.always({ delayMs: 60_000 });
    const { code, stderr, elapsedMs } = await runWithLogger(`
      for (let i = 0; i < 5; i++) logger.logMetric('m', i);
      await new Promise((resolve) => setTimeout(resolve, 300));`);
    expect(backend.requests).toHaveLength(1);
    expect(code).toBe(0);
    expect(elapsedMs).toBeLessThan(2000);
    expect(stderr).toContain('5 undelivered records');
  });

  it('is not delayed by a backend that is away', async () => {
    await backend.stop();
    const { code, elapsedMs } = await runWithLogger(
      `logger.logMetric('m', 1); await new Promise((r) => setTimeout(r, 300));`,
    );
    expect(code).toBe(0);
    expect(elapsedMs).toBeLessThan(2000);
  });

  it('waits for close() up to its deadline', async () => {
    backend.always({ delayMs: 60_000 });
    const { code, stdout, elapsedMs } = await runWithLogger(`
      logger.logMetric('m', 1);
      console.log(JSON.stringify(await logger.close({ timeoutMs: 500 })));`);
    expect(code).toBe(0);
    expect(stdout).toContain('{"delivered":0,"spooled":0,"dropped":1}');
    expect(elapsedMs).toBeGreaterThan(450);
    expect(elapsedMs).toBeLessThan(2500);
  });

  it('delivers everything with close()', async () => {
    const { code, stdout } = await runWithLogger(`
      for (let i = 0; i < 5000; i++) logger.logMetric('m', i);
      console.log(JSON.stringify(await logger.close()));`);
    expect(code).toBe(0);
    expect(stdout).toContain('{"delivered":5000,"spooled":0,"dropped":0}');
    expect(backend.metrics).toHaveLength(5000);
  });
});

describe('the weight of the package', () => {
  it('loads nothing native or heavy from its root', async () => {
    const { stdout } = await runNode(`
      import { registerHooks } from 'node:module';
      const loaded = new Set();
      registerHooks({
        resolve(specifier, context, next) {
          loaded.add(specifier);
          return next(specifier, context);
        },
      });
      await import('@vision/trainer-sdk');
      console.log([...loaded].filter((name) => !/^([./]|node:|file:|@vision)/.test(name)).sort().join(' '));`);
    expect(stdout.trim()).toBe('eventemitter3 ky zod');
  });
});
