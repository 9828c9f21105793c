/** Every state a job can be in. */
export const jobStatuses = ['pending', 'running', 'cancelling', 'completed', 'failed', 'cancelled'] as const;

/** State of a job; `completed`, `failed` and `cancelled` are final. */
export type JobStatus = (typeof jobStatuses)[number];

/** The states a job never leaves. */
export const terminalStatuses = ['completed', 'failed', 'cancelled'] as const;

/** A state a job never leaves. */
export type TerminalStatus = (typeof terminalStatuses)[number];

/** Tells whether a job in this state has ended. */
export function isTerminalStatus(status: JobStatus): status is TerminalStatus {
  return terminalStatuses.some((terminal) => terminal === status);
}
