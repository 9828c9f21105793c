import { runTraining, type Trainable } from '../adapter/run-training.js';
import type { TrainingResult } from '../adapter/training-result.js';
import { messageOf, toError } from '../errors/message-of.js';
import { TrainerError } from '../errors/trainer-error.js';
import { TrainingLogger } from '../logger/training-logger.js';
import { explain } from './explain.js';
import { type Command, helpText, parseCommand } from './flags.js';
import { loadAdapter } from './load-adapter.js';
import { type DisplayStream, ProgressDisplay } from './progress-display.js';

/** What `vision-train` ends with. */
export const exitCodes = { completed: 0, failed: 1, badArguments: 2, cancelled: 130 } as const;

/** The world around a command. */
export interface CommandEnvironment {
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  stdout: DisplayStream;
  stderr: DisplayStream;
  /** Aborted when the run is to be cancelled. */
  signal: AbortSignal;
  /** Aborted with the error that nobody caught; whoever aborts it has written the error to stderr. */
  crash: AbortSignal;
}

/** Runs `vision-train`. @returns Its exit code. */
export async function trainCommand(environment: CommandEnvironment): Promise<number> {
  const { stdout, stderr } = environment;
  let logger: TrainingLogger | undefined;
  try {
    const command = parseCommand(environment.args);
    if (command.isHelp) {
      stdout.write(helpText());
      return exitCodes.completed;
    }
    logger = openLogger(command, environment);
    return await train(command, logger, environment);
  } catch (error) {
    stderr.write(explain(error));
    logger ??= openLoggerByEnvironment(environment);
    logger?.reportFailed(error);
    return TrainerError.isInstance(error) ? exitCodes.badArguments : exitCodes.failed;
  } finally {
    const closed = await logger?.close();
    if (closed !== undefined && closed.dropped > 0) {
      stderr.write(
        `vision-train: ${closed.dropped} of ${closed.delivered + closed.dropped} records did not reach the backend\n`,
      );
    }
  }
}

async function train(command: Command, logger: TrainingLogger, environment: CommandEnvironment): Promise<number> {
  const { stdout, stderr, cwd, signal, crash } = environment;
  const { framework } = command.config.model;
  const { createAdapter } = await loadAdapter({ framework, adapter: command.adapter, cwd });
  const adapter = createAdapter(command.config);
  const display = new ProgressDisplay(stdout);
  if (logger.isDisabled || stdout.isTTY === true) {
    logger.on('record', ({ endpoint, record }) => {
      if (endpoint === 'logs' && record.params === undefined) display.line(record.message);
    });
  }
  const crashed = new Promise<TrainingResult>((resolve) => {
    const settle = () => resolve(crashResult(crash.reason));
    if (crash.aborted) settle();
    else crash.addEventListener('abort', settle, { once: true });
  });
  const crashable: Trainable = {
    config: adapter.config,
    train: (context) => Promise.race([adapter.train(context), crashed]),
  };
  const result = await runTraining(crashable, {
    logger,
    signal: AbortSignal.any([signal, crash]),
    onProgress: (progress) => display.show(progress),
    ...(command.resumeFrom === undefined ? {} : { resumeFrom: command.resumeFrom }),
  });
  if (result.error === undefined) display.line(summary(result));
  else if (result.error !== crash.reason) stderr.write(explain(result.error));
  // After a crash the adapter may still be at work: the end of the process frees what it holds.
  if (!crash.aborted) await dispose(adapter, stderr);
  return exitCodes[result.status];
}

/** The end of the run has been reported and stays as it is. */
async function dispose(adapter: { dispose(): Promise<void> }, stderr: DisplayStream): Promise<void> {
  try {
    await adapter.dispose();
  } catch (thrown) {
    stderr.write(`vision-train: warning: the adapter could not free what it holds: ${messageOf(thrown)}\n`);
  }
}

function openLogger(command: Pick<Command, 'jobId'>, { env, stderr }: CommandEnvironment): TrainingLogger {
  return new TrainingLogger({
    env,
    notify: (message) => stderr.write(`${message}\n`),
    ...(command.jobId === undefined ? {} : { jobId: command.jobId }),
  });
}

/** The logger of a run whose flags are wrong: its job is to end as failed all the same. */
function openLoggerByEnvironment(environment: CommandEnvironment): TrainingLogger | undefined {
  const { BACKEND_API_URL, JOB_ID } = environment.env;
  const canReport = URL.canParse(BACKEND_API_URL ?? '') && /^[1-9]\d*$/.test(JOB_ID ?? '');
  return canReport ? openLogger({}, environment) : undefined;
}

function crashResult(error: unknown): TrainingResult {
  return {
    status: 'failed',
    stopReason: 'failed',
    epochsCompleted: 0,
    bestMetrics: {},
    finalMetrics: {},
    error: toError(error),
  };
}

function summary(result: TrainingResult): string {
  const best = result.bestEpoch === undefined ? '' : `, best epoch ${result.bestEpoch} in ${result.bestCheckpointPath}`;
  return `Training ${result.status} after ${result.epochsCompleted} epochs${best}`;
}
