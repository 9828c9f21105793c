import { CancelledError } from '../errors/cancelled-error.js';
import { DivergedError } from '../errors/diverged-error.js';
import { findDivergedLoss, type Metrics, toReportMetrics } from './metrics.js';
import type { EpochContext, PrepareContext, RunContext, RunProgress } from './run-context.js';

/** A progress report in the middle of an epoch goes out at most this often. */
const PROGRESS_INTERVAL_MS = 5_000;

/** Turns what an adapter says during a run into metrics, progress, cancellation and divergence. */
export class EpochReporter {
  /** The last step reported; absent before the first. */
  step: number | undefined;
  readonly #run: RunContext;
  readonly #prepared: PrepareContext;
  readonly #totalEpochs: number;
  readonly #logEverySteps: number;
  readonly #latest: Metrics = {};
  #namesLoggedByStep = new Set<string>();
  #lastReportMs = performance.now();

  constructor(
    run: RunContext,
    prepared: PrepareContext,
    options: { totalEpochs: number; logEverySteps: number; step: number | undefined },
  ) {
    this.#run = run;
    this.#prepared = prepared;
    this.#totalEpochs = options.totalEpochs;
    this.#logEverySteps = options.logEverySteps;
    this.step = options.step;
  }

  /** The context for one phase of one epoch. */
  contextOf(epoch: number, phase: 'train' | 'validate'): EpochContext {
    if (phase === 'train') this.#namesLoggedByStep = new Set();
    return {
      ...this.#prepared,
      epoch,
      totalEpochs: this.#totalEpochs,
      report: (metrics, { step }) => this.#report(epoch, metrics, step),
      progress: (fraction) => this.#progress(epoch, phase, fraction),
    };
  }

  /**
   * Logs what a finished epoch measured. A metric that was logged by step is not logged again, so that a name is one
   * series: by step or by epoch.
   */
  endEpoch(epoch: number, metrics: Metrics, paths: { checkpointPath: string; bestCheckpointPath: string }): void {
    Object.assign(this.#latest, metrics);
    const byEpoch = Object.entries(metrics).filter(([name]) => !this.#namesLoggedByStep.has(name));
    this.#run.logger.logMetrics(Object.fromEntries(byEpoch), this.#placeOf(epoch));
    this.#sendProgress(epoch, epoch / this.#totalEpochs, metrics, paths);
    this.#run.onProgress?.({ phase: 'done', epoch, totalEpochs: this.#totalEpochs, fraction: 1, metrics });
  }

  /** @throws DivergedError when a loss among the metrics is not finite; they are logged first. */
  checkLoss(epoch: number, metrics: Metrics): void {
    const diverged = findDivergedLoss(metrics);
    if (diverged === undefined) return;
    this.#run.logger.logMetrics(metrics, this.#placeOf(epoch));
    throw new DivergedError({ ...diverged, ...this.#placeOf(epoch) });
  }

  /** @throws CancelledError when the run was cancelled. */
  throwIfCancelled(): void {
    if (this.#run.signal.aborted) throw new CancelledError(this.#run.signal.reason);
  }

  #report(epoch: number, metrics: Metrics, step: number): void {
    this.throwIfCancelled();
    this.step = step;
    Object.assign(this.#latest, metrics);
    this.checkLoss(epoch, metrics);
    if (step % this.#logEverySteps === 0) this.#logStep(epoch, metrics, step);
    this.throwIfCancelled();
  }

  #logStep(epoch: number, metrics: Metrics, step: number): void {
    for (const name of Object.keys(metrics)) this.#namesLoggedByStep.add(name);
    this.#run.logger.logMetrics(metrics, { epoch, step });
  }

  #progress(epoch: number, phase: RunProgress['phase'], fraction: number): void {
    this.#run.onProgress?.({ phase, epoch, totalEpochs: this.#totalEpochs, fraction, metrics: this.#latest });
    if (phase === 'train' && performance.now() - this.#lastReportMs > PROGRESS_INTERVAL_MS) {
      this.#sendProgress(epoch - 1, (epoch - 1 + fraction) / this.#totalEpochs, this.#latest, {});
    }
    this.throwIfCancelled();
  }

  #sendProgress(
    currentEpoch: number,
    fraction: number,
    metrics: Metrics,
    paths: { checkpointPath?: string; bestCheckpointPath?: string },
  ): void {
    this.#lastReportMs = performance.now();
    this.#run.logger.reportProgress({
      status: 'running',
      currentEpoch,
      totalEpochs: this.#totalEpochs,
      progressPercent: Math.min(100, Math.max(0, fraction * 100)),
      metrics: toReportMetrics({ ...metrics }),
      ...paths,
    });
  }

  #placeOf(epoch: number): { epoch: number; step?: number } {
    return this.step === undefined ? { epoch } : { epoch, step: this.step };
  }
}
