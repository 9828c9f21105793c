import type { JobBody } from './wire.js';

/** Why a job failed: the first line as a sentence, what follows as it was written. */
export function FailureBanner({ status, message }: { status: JobBody['status']; message: string }) {
  const [summary, ...details] = message.split('\n');
  return (
    <section class="failure" role="alert">
      <h3>{status === 'failed' ? 'This job failed' : 'The trainer reported an error'}</h3>
      <p>{summary}</p>
      {details.length > 0 && <pre>{details.join('\n')}</pre>}
    </section>
  );
}
