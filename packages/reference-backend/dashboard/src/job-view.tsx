import type { ApiClient } from './api-client.js';
import { ChartSection } from './chart-section.js';
import { FailureBanner } from './failure-banner.js';
import { JobHeader } from './job-header.js';
import { LogPanel } from './log-panel.js';
import { ParameterPanel } from './parameter-panel.js';
import { useJobRecords } from './use-job-records.js';
import type { LiveJobs } from './use-live-jobs.js';
import type { Theme } from './use-theme.js';
import type { JobBody } from './wire.js';

/** Everything about one job. */
export function JobView(props: { job: JobBody; api: ApiClient; live: LiveJobs; theme: Theme }) {
  const { job, api, live, theme } = props;
  const records = useJobRecords(api, live, job.id);
  return (
    <>
      <JobHeader job={job} api={api} onChange={live.replace} />
      {job.error_message !== null && <FailureBanner status={job.status} message={job.error_message} />}
      {records.failure !== undefined && (
        <p class="notice notice-error" role="alert">
          The records could not be loaded:{' '}
          {records.failure instanceof Error ? records.failure.message : String(records.failure)}
        </p>
      )}
      <ChartSection series={records.series} metricCount={records.metricCount} theme={theme} />
      <div class="columns">
        <LogPanel api={api} jobId={job.id} lines={records.lines} total={records.logCount} />
        <ParameterPanel job={job} />
      </div>
    </>
  );
}
