import { readFileSync } from 'node:fs';
import { platform } from 'node:process';

/** Sends a signal to a whole process group. @returns false when the group is already gone */
export function signalGroup(processId: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-processId, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Tells whether a process started for a job still runs. On Linux a stranger that got the same process id later is told
 * apart by its environment; elsewhere any process with that id counts.
 */
export function isTrainerAlive(processId: number, jobId: number): boolean {
  try {
    process.kill(processId, 0);
    if (platform !== 'linux') return true;
    return readFileSync(`/proc/${processId}/environ`, 'utf8').split('\0').includes(`JOB_ID=${jobId}`);
  } catch {
    return false;
  }
}
