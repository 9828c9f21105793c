import type { JobBody } from './wire.js';

/** How far a job has come. */
export function ProgressBar({ job }: { job: JobBody }) {
  const percent = Math.round(job.status === 'completed' ? 100 : (job.progress_percent ?? 0));
  return (
    <progress class={`progress progress-${job.status}`} max={100} value={percent} aria-label="Progress">
      {percent} %
    </progress>
  );
}
