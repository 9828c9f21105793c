import { decodeNumber } from '@vision/trainer-sdk/protocol';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ApiClient } from './api-client.js';
import { formatDuration, formatValue } from './format.js';
import { titleOf } from './job-list.js';
import { ProgressBar } from './progress-bar.js';
import { StatusBadge } from './status-badge.js';
import type { JobBody } from './wire.js';

/** Name, state and progress of a job, and what can be done with it. */
export function JobHeader(props: { job: JobBody; api: ApiClient; onChange: (job: JobBody) => void }) {
  const { job, api, onChange } = props;
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const act = async (action: Promise<JobBody>): Promise<void> => {
    setIsBusy(true);
    setRefusal(undefined);
    try {
      onChange(await action);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setIsBusy(false);
    }
  };
  const isActive = job.status === 'running' || job.status === 'cancelling';
  return (
    <section class="job-header" aria-label="Job">
      <div class="job-title-row">
        <h2 class="job-title">{titleOf(job)}</h2>
        <StatusBadge status={job.status} />
        <span class="spacer" />
        {job.status === 'pending' && (
          <button
            type="button"
            class="button button-primary"
            disabled={isBusy}
            onClick={() => void act(api.startJob(job.id))}
          >
            Start
          </button>
        )}
        {(job.status === 'pending' || job.status === 'running') && (
          <button type="button" class="button" disabled={isBusy} onClick={() => void act(api.cancelJob(job.id))}>
            Cancel
          </button>
        )}
      </div>
      <dl class="facts">
        <Fact name="Model">{job.model_name}</Fact>
        <Fact name="Task">{job.task_type.replaceAll('_', ' ')}</Fact>
        <Fact name="Epochs done">
          {job.current_epoch ?? 0} of {job.epochs}
        </Fact>
        <Fact name={isActive ? 'Running for' : 'Duration'}>
          <Duration job={job} />
        </Fact>
        {job.final_accuracy !== null && <Fact name="Accuracy">{formatValue(decodeNumber(job.final_accuracy))}</Fact>}
        {job.best_epoch !== null && <Fact name="Best epoch">{job.best_epoch}</Fact>}
      </dl>
      {isActive && <ProgressBar job={job} />}
      {refusal !== undefined && (
        <p class="notice notice-error" role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Duration({ job: { started_at: startedAt, completed_at: completedAt } }: { job: JobBody }) {
  const [now, setNow] = useState(Date.now);
  const isRunning = startedAt !== null && completedAt === null;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  if (startedAt === null) return <>not started</>;
  return <>{formatDuration((completedAt === null ? now : Date.parse(completedAt)) - Date.parse(startedAt))}</>;
}
