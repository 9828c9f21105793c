import type { JobBody } from './wire.js';

const labels: Readonly<Record<JobBody['status'], string>> = {
  pending: 'Pending',
  running: 'Running',
  cancelling: 'Cancelling',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** A job's status as a coloured word. */
export function StatusBadge({ status }: { status: JobBody['status'] }) {
  return <span class={`badge badge-${status}`}>{labels[status]}</span>;
}
