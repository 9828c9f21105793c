import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CancelledError } from '../errors/cancelled-error.js';
import { messageOf, toError } from '../errors/message-of.js';
import { adoptCheckpoints } from './adopt-checkpoints.js';
import type { CheckpointInfo, EpochRow } from './checkpoint-info.js';
import { type CheckpointRule, checkpointRule, type Standing, standing } from './checkpoint-rule.js';
import { EpochReporter } from './epoch-reporter.js';
import { prepareRun } from './prepare-run.js';
import { replaceFile, writeResultsCsv, writeResultsJson } from './result-files.js';
import type { PrepareContext, RunContext } from './run-context.js';
import type { StopReason, TrainingResult } from './training-result.js';
import type { TrainingSteps } from './training-steps.js';

/** Runs a whole training. Failure and cancellation are results, not exceptions. */
export async function runLoop(steps: TrainingSteps, run: RunContext): Promise<TrainingResult> {
  const loop = new TrainingLoop(steps, run);
  return loop.run();
}

class TrainingLoop {
  readonly #steps: TrainingSteps;
  readonly #run: RunContext;
  readonly #rule: CheckpointRule;
  readonly #startMs = performance.now();
  #history: EpochRow[] = [];
  #prepared: PrepareContext | undefined;

  constructor(steps: TrainingSteps, run: RunContext) {
    this.#steps = steps;
    this.#run = run;
    this.#rule = checkpointRule(steps.config.training, steps.defaultCheckpointMetric);
  }

  async run(): Promise<TrainingResult> {
    let result: TrainingResult;
    try {
      result = await this.#train();
    } catch (thrown) {
      result = this.#interrupted(thrown);
    }
    const outputDir = this.#prepared?.outputDir;
    if (outputDir !== undefined) {
      await this.#keepGoing('results.json', writeResultsJson(outputDir, result, this.#history));
    }
    return result;
  }

  /** A run is not worth losing for a table of its results. */
  async #keepGoing(file: string, writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (thrown) {
      this.#run.logger.logMessage(`Cannot write ${file}: ${messageOf(thrown)}`, {
        level: 'warning',
        logType: 'stderr',
      });
    }
  }

  async #train(): Promise<TrainingResult> {
    const steps = this.#steps;
    this.#throwIfCancelled();
    const prepared = await prepareRun(steps.config, this.#run);
    this.#prepared = prepared;
    await steps.prepareDataset(prepared);
    this.#throwIfCancelled();
    await steps.prepareModel(prepared);
    const resumed = await this.#resume();
    const reporter = new EpochReporter(this.#run, prepared, {
      totalEpochs: steps.config.training.epochs,
      logEverySteps: steps.config.training.logEverySteps,
      step: resumed.step,
    });
    reporter.throwIfCancelled();
    await steps.onTrainBegin(prepared);
    const stopReason = await this.#trainEpochs(reporter, resumed.epoch, prepared.outputDir);
    const result = this.#resultOf('completed', stopReason);
    await steps.onTrainEnd(prepared, result);
    return result;
  }

  async #resume(): Promise<CheckpointInfo> {
    if (this.#run.resumeFrom === undefined) return { epoch: 0 };
    const path = await this.#run.store.downloadCheckpoint(this.#run.resumeFrom, { signal: this.#run.signal });
    const info = await this.#steps.loadCheckpoint(path);
    this.#history = [...(info.history ?? [])];
    await adoptCheckpoints(path, {
      isBest: this.#standing().best?.epoch === info.epoch,
      bestPath: this.#checkpointPath('best'),
      lastPath: this.#checkpointPath('last'),
    });
    this.#run.logger.logMessage(`Resumed after epoch ${info.epoch} from ${this.#run.resumeFrom}`);
    return info;
  }

  async #trainEpochs(reporter: EpochReporter, epochsDone: number, outputDir: string): Promise<StopReason> {
    const { epochs } = this.#steps.config.training;
    for (let epoch = epochsDone + 1; epoch <= epochs; epoch++) {
      // A resumed run that had already met its stopping rule must not train on.
      const stopReason = epoch === epochsDone + 1 ? this.#earlyStop() : this.#stopReason();
      if (stopReason !== undefined) return stopReason;
      await this.#trainEpoch(reporter, epoch, outputDir);
    }
    return this.#history.length > 0 ? (this.#earlyStop() ?? 'all_epochs') : 'all_epochs';
  }

  async #trainEpoch(reporter: EpochReporter, epoch: number, outputDir: string): Promise<void> {
    const steps = this.#steps;
    const startMs = performance.now();
    const trainContext = reporter.contextOf(epoch, 'train');
    reporter.throwIfCancelled();
    await steps.onEpochBegin(trainContext);
    const trained = await steps.trainEpoch(trainContext);
    reporter.checkLoss(epoch, trained);
    reporter.throwIfCancelled();
    const validateContext = reporter.contextOf(epoch, 'validate');
    const validated = await steps.validate(validateContext);
    reporter.checkLoss(epoch, validated);
    reporter.throwIfCancelled();

    const metrics = { ...trained, ...validated };
    this.#history.push({ epoch, seconds: (performance.now() - startMs) / 1000, metrics });
    await this.#saveCheckpoints(epoch, reporter.step);
    await this.#keepGoing('results.csv', writeResultsCsv(outputDir, this.#history));
    reporter.endEpoch(epoch, metrics, {
      checkpointPath: this.#checkpointPath('last'),
      bestCheckpointPath: this.#checkpointPath('best'),
    });
    await steps.onEpochEnd(validateContext, metrics);
  }

  async #saveCheckpoints(epoch: number, step: number | undefined): Promise<void> {
    const info: CheckpointInfo = { epoch, ...(step === undefined ? {} : { step }), history: this.#history };
    const isBest = this.#standing().best?.epoch === epoch;
    for (const kind of isBest ? (['last', 'best'] as const) : (['last'] as const)) {
      await replaceFile(this.#checkpointPath(kind), (path) => this.#steps.saveCheckpoint(path, info));
    }
  }

  #stopReason(): StopReason | undefined {
    const { maxSeconds } = this.#steps.config.training;
    if (maxSeconds !== undefined && performance.now() - this.#startMs >= maxSeconds * 1000) return 'max_seconds';
    return this.#earlyStop();
  }

  #earlyStop(): StopReason | undefined {
    const { earlyStoppingPatience } = this.#steps.config.training;
    if (earlyStoppingPatience === undefined) return undefined;
    return this.#standing().epochsWithoutImprovement >= earlyStoppingPatience ? 'early_stopping' : undefined;
  }

  #standing(): Standing {
    return standing(this.#history, this.#rule);
  }

  #checkpointPath(kind: 'best' | 'last'): string {
    return join(this.#prepared?.outputDir ?? '', `${kind}.${this.#steps.checkpointExtension}`);
  }

  #existingCheckpoints(): Pick<TrainingResult, 'bestCheckpointPath' | 'lastCheckpointPath'> {
    const [bestCheckpointPath, lastCheckpointPath] = [this.#checkpointPath('best'), this.#checkpointPath('last')];
    return {
      ...(existsSync(bestCheckpointPath) ? { bestCheckpointPath } : {}),
      ...(existsSync(lastCheckpointPath) ? { lastCheckpointPath } : {}),
    };
  }

  #throwIfCancelled(): void {
    if (this.#run.signal.aborted) throw new CancelledError(this.#run.signal.reason);
  }

  #interrupted(thrown: unknown): TrainingResult {
    // An aborted signal surfaces as whatever the interrupted call throws: an AbortError, the signal's reason, ...
    if (this.#run.signal.aborted) return this.#resultOf('cancelled', 'cancelled');
    return { ...this.#resultOf('failed', 'failed'), error: toError(thrown) };
  }

  #resultOf(status: TrainingResult['status'], stopReason: StopReason): TrainingResult {
    const finished = this.#history.filter((row) => this.#rule.metric in row.metrics);
    const { best } = standing(finished, this.#rule);
    const last = this.#history.at(-1);
    return {
      status,
      stopReason,
      epochsCompleted: last?.epoch ?? 0,
      bestMetrics: best?.metrics ?? {},
      finalMetrics: last?.metrics ?? {},
      ...(best === undefined ? {} : { bestEpoch: best.epoch, ...this.#existingCheckpoints() }),
    };
  }
}
