import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const packagePath = createRequire(import.meta.url).resolve('@vision/reference-backend/package.json');
const script = join(dirname(packagePath), 'dist/cli/vision-backend.js');
const folder = mkdtempSync(join(tmpdir(), 'vision-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [script, ...args], { cwd: folder, env: { ...process.env, ...env } });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += chunk));
  return { child, output };
}

test('serves until it is stopped', async () => {
  const { child, output } = run(['--port', '0', '--database', 'some/new/folder/backend.sqlite']);
  while (!output.text.includes('API token')) await once(child.stdout, 'data');
  const url = /Dashboard +(\S+)/.exec(output.text)?.[1];
  expect((await fetch(`${url}/health`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([
  [['--port', 'http'], {}, 'BACKEND_PORT: expected a port number'],
  [['--unknown'], {}, "Unknown option '--unknown'"],
  [['--adapter', 'classify'], {}, '--adapter: expected name=module'],
  [['--host', '0.0.0.0', '--port', '0'], {}, 'INTERNAL_AUTH_TOKEN: must be set to listen on 0.0.0.0'],
  [[], { TRAINING_EXECUTION_MODE: 'ray' }, 'TRAINING_EXECUTION_MODE: expected "subprocess"'],
])('%j %j is refused by name', async (args, env, message) => {
  const { child, output } = run(args, env);
  const [exitCode] = await once(child, 'close');
  expect(output.text).toContain(`vision-backend: ${message}`);
  expect(exitCode).toBe(2);
});
