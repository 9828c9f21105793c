import type { Job } from './backend-client.ts';

const WIDTH = 30;

/** One line that shows how far a job is. */
export function progressLine(job: Job): string {
  const percent = job.status === 'completed' ? 100 : (job.progress_percent ?? 0);
  const filled = Math.round((percent / 100) * WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
  const { loss, accuracy } = job.latest_metrics ?? {};
  const numbers = [
    loss == null ? '' : `loss ${Number(loss).toFixed(4)}`,
    accuracy == null ? '' : `accuracy ${Number(accuracy).toFixed(4)}`,
  ];
  return `  ${bar} ${percent.toFixed(0).padStart(3)} %  epoch ${Math.min((job.current_epoch ?? 0) + 1, job.epochs)}/${job.epochs}  ${numbers.join('  ')}`;
}
