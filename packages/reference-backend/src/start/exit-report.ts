import type { StatusPatch } from '@vision/trainer-sdk/protocol';

/** How a trainer's process ended. */
export interface ProcessExit {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its last words, one line each. */
  readonly stderrTail: readonly string[];
  readonly wasCancelled: boolean;
}

/** Exit code of a trainer that was asked to stop and did. */
const EXIT_CANCELLED = 130;
const EXIT_BAD_ARGUMENTS = 2;

/** The status a job gets when its trainer ended without reporting one itself. */
export function statusOfExit({ exitCode, signal, stderrTail, wasCancelled }: ProcessExit): StatusPatch {
  if (wasCancelled || exitCode === EXIT_CANCELLED) return { status: 'cancelled' };
  if (exitCode === 0) return { status: 'completed' };
  const tail =
    stderrTail.length === 0 ? ' It wrote nothing to stderr.' : `\nLast lines of stderr:\n${stderrTail.join('\n')}`;
  return { status: 'failed', error: `${describeExit(exitCode, signal)}${tail}` };
}

function describeExit(exitCode: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL') {
    return 'The trainer was killed by SIGKILL before it reported an end: by a person, or by the system when memory ran out.';
  }
  if (signal !== null) return `The trainer was ended by ${signal} before it reported an end.`;
  if (exitCode === EXIT_BAD_ARGUMENTS) return 'The trainer refused its arguments (exit code 2).';
  return `The trainer ended with exit code ${exitCode} before it reported an end.`;
}
