import { expect, test } from 'vitest';
import { statusOfExit } from './exit-report.js';

const exit = { exitCode: null, signal: null, stderrTail: [], wasCancelled: false };

test('the exit code decides: 0 completed, 130 cancelled, else failed', () => {
  expect(statusOfExit({ ...exit, exitCode: 0 })).toEqual({ status: 'completed' });
  expect(statusOfExit({ ...exit, exitCode: 130 })).toEqual({ status: 'cancelled' });
  expect(statusOfExit({ ...exit, exitCode: 1 })).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('exit code 1'),
  });
});

test('a cancelled trainer is cancelled however it ended', () => {
  expect(statusOfExit({ ...exit, signal: 'SIGKILL', wasCancelled: true })).toEqual({ status: 'cancelled' });
});

test('the message names the signal and quotes stderr', () => {
  const { error } = statusOfExit({ ...exit, signal: 'SIGSEGV', stderrTail: ['first', 'last words'] });
  expect(error).toContain('SIGSEGV');
  expect(error).toContain('first\nlast words');
});
