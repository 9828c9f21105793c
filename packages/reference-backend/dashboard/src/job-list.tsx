import { decodeNumber } from '@vision/trainer-sdk/protocol';
import { formatMoment, formatValue } from './format.js';
import { ProgressBar } from './progress-bar.js';
import { StatusBadge } from './status-badge.js';
import type { JobBody } from './wire.js';

/** All jobs, newest first. */
export function JobList(props: {
  jobs: readonly JobBody[] | undefined;
  selectedId: number | undefined;
  onSelect: (jobId: number) => void;
}) {
  const { jobs = [], selectedId, onSelect } = props;
  return (
    <nav class="job-list" aria-label="Training jobs">
      <h2 class="list-title">
        Jobs <span class="count">{jobs.length}</span>
      </h2>
      <ul>
        {jobs.map((job) => (
          <li key={job.id}>
            <button
              type="button"
              class="job-card"
              aria-current={job.id === selectedId ? 'true' : undefined}
              onClick={() => onSelect(job.id)}
            >
              <span class="job-card-head">
                <span class="job-card-name">{titleOf(job)}</span>
                <StatusBadge status={job.status} />
              </span>
              <span class="job-card-detail">
                {job.framework} · {job.model_name} · {formatMoment(job.created_at)}
              </span>
              {job.status === 'running' || job.status === 'cancelling' ? (
                <ProgressBar job={job} />
              ) : (
                <span class="job-card-detail">{outcomeOf(job)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What a job is called. */
export function titleOf(job: JobBody): string {
  return job.name ?? `Job ${job.id}`;
}

function outcomeOf(job: JobBody): string {
  if (job.status === 'failed') return job.error_message?.split('\n')[0] ?? 'No reason given';
  if (job.final_accuracy !== null) return `accuracy ${formatValue(decodeNumber(job.final_accuracy))}`;
  return `${job.epochs} epochs, batches of ${job.batch_size}`;
}
