import type { Metrics } from '../adapter/metrics.js';
import type { RunProgress } from '../adapter/run-context.js';

/** Where a display writes to, e.g. `process.stdout`. */
export interface DisplayStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** How often a terminal is redrawn. */
const REDRAW_INTERVAL_MS = 80;

/** Shows a run: a bar that moves on a terminal, one line an epoch elsewhere. */
export class ProgressDisplay {
  readonly #stream: DisplayStream;
  #lastDrawMs = 0;
  #isBarShown = false;

  constructor(stream: DisplayStream) {
    this.#stream = stream;
  }

  show(progress: RunProgress): void {
    if (progress.phase === 'done') {
      this.line(formatEpoch(progress));
      return;
    }
    if (this.#stream.isTTY !== true || performance.now() - this.#lastDrawMs < REDRAW_INTERVAL_MS) return;
    this.#lastDrawMs = performance.now();
    this.#isBarShown = true;
    this.#stream.write(`\r\x1b[K${formatBar(progress, this.#stream.columns ?? 80)}`);
  }

  /** Writes a line, clear of the bar. */
  line(text: string): void {
    this.#stream.write(this.#isBarShown ? `\r\x1b[K${text}\n` : `${text}\n`);
    this.#isBarShown = false;
  }
}

/** One finished epoch on one line. */
export function formatEpoch({ epoch, totalEpochs, metrics }: RunProgress): string {
  return `Epoch ${epoch}/${totalEpochs}  ${formatMetrics(metrics)}`;
}

/** A progress bar of at most `columns` characters. */
export function formatBar(progress: RunProgress, columns: number): string {
  const { phase, epoch, totalEpochs, metrics } = progress;
  const fraction = Math.min(1, Math.max(0, progress.fraction));
  const width = 24;
  const filled = Math.round(fraction * width);
  const percent = `${Math.round(fraction * 100)}`.padStart(3);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  return `Epoch ${epoch}/${totalEpochs} ${phase.padEnd(8)} ${bar} ${percent}%  ${formatMetrics(metrics)}`.slice(
    0,
    columns - 1,
  );
}

function formatMetrics(metrics: Readonly<Metrics>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join('  ');
}

function formatNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
