#!/usr/bin/env node
import process from 'node:process';
import { toError } from '../errors/message-of.js';
import { explain } from './explain.js';
import { exitCodes, trainCommand } from './train-command.js';

/** What still holds the process after the command has ended is cut off after this time. */
const LINGER_MS = 2_000;

const cancel = new AbortController();
const crash = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (cancel.signal.aborted) process.exit(exitCodes.cancelled);
    cancel.abort(new Error(`received ${signal}`));
  });
}
// Whoever reads the output may be gone; the run goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('uncaughtException', (thrown) => {
  const error = toError(thrown);
  process.stderr.write(explain(error));
  process.exitCode = exitCodes.failed;
  crash.abort(error);
});

const exitCode = await trainCommand({
  args: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: cancel.signal,
  crash: crash.signal,
});
// An error that nobody caught counts also when the run had ended well before it.
process.exitCode ??= exitCode;
setTimeout(() => process.exit(), LINGER_MS).unref();
