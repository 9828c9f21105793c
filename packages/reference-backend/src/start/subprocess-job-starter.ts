import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogType } from '@vision/trainer-sdk/protocol';
import { StartError } from '../errors/start-error.js';
import type { JobIntake } from '../jobs/job-intake.js';
import type { Job } from '../store/job.js';
import { statusOfExit } from './exit-report.js';
import type { JobStarter, StartResult } from './job-starter.js';
import { LineSplitter } from './line-splitter.js';
import { LogBatcher } from './log-batcher.js';
import { isTrainerAlive, signalGroup } from './process-life.js';
import { findVisionTrain, trainerArguments } from './trainer-command.js';

const STDERR_TAIL_LINES = 20;
/** A trainer's last report may still be on its way through this server when its process is already gone. */
const LAST_REPORT_GRACE_MS = 250;
/** A grandchild can hold the pipes open long after the trainer is gone. */
const PIPE_GRACE_MS = 1_000;
const RECOVERED_POLL_MS = 500;

/** How trainers are launched on this machine. */
export interface SubprocessConfig {
  /** Where trainers reach this backend; asked at each start. */
  readonly backendUrl: () => string;
  /** Sent by trainers as `X-Internal-Auth`. */
  readonly internalToken: string;
  /** Modules that replace the adapter a framework names. */
  readonly adapters: Readonly<Record<string, string>>;
  /** Time between SIGTERM and SIGKILL of a cancelled trainer. */
  readonly cancelGraceMs: number;
  /** Trainers run here, and relative paths of jobs start here. */
  readonly workingDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Told what could not be stored; a job's trainer goes on regardless. */
  readonly onError: (error: unknown) => void;
}

interface Trainer {
  readonly processId: number;
  /** Resolves when the end of the process has been reported. */
  readonly ended: Promise<void>;
  wasCancelled: boolean;
}

/** Runs each job's trainer as a child process in a process group of its own. */
export class SubprocessJobStarter implements JobStarter {
  readonly #intake: JobIntake;
  readonly #config: SubprocessConfig;
  readonly #trainers = new Map<number, Trainer>();

  constructor(intake: JobIntake, config: SubprocessConfig) {
    this.#intake = intake;
    this.#config = config;
  }

  async start(job: Job): Promise<StartResult> {
    const child = await this.#spawn(job);
    const processId = child.pid ?? 0;
    const trainer: Trainer = {
      processId,
      wasCancelled: false,
      ended: this.#follow(job.id, child).catch(this.#config.onError),
    };
    this.#trainers.set(job.id, trainer);
    return { processId };
  }

  async cancel(job: Job): Promise<void> {
    const trainer = this.#trainers.get(job.id);
    if (trainer === undefined) {
      // Nothing of ours runs, so nobody else would ever report that it stopped.
      await this.#intake.status(job.id, { status: 'cancelled' });
      return;
    }
    trainer.wasCancelled = true;
    signalGroup(trainer.processId, 'SIGTERM');
    const force = setTimeout(() => signalGroup(trainer.processId, 'SIGKILL'), this.#config.cancelGraceMs);
    void trainer.ended.finally(() => clearTimeout(force));
  }

  async recover(job: Job): Promise<void> {
    const { processId } = job;
    // Without a process id the trainer is somebody else's and reports for itself.
    if (processId === null) return;
    if (!isTrainerAlive(processId, job.id)) {
      await this.#reportLost(job);
      return;
    }
    const trainer: Trainer = {
      processId,
      wasCancelled: job.status === 'cancelling',
      ended: this.#watchRecovered(job, processId).catch(this.#config.onError),
    };
    this.#trainers.set(job.id, trainer);
    if (trainer.wasCancelled) await this.cancel(job);
  }

  async close(): Promise<void> {
    const trainers = [...this.#trainers.values()];
    for (const trainer of trainers) {
      trainer.wasCancelled = true;
      signalGroup(trainer.processId, 'SIGTERM');
    }
    const force = setTimeout(() => {
      for (const trainer of trainers) signalGroup(trainer.processId, 'SIGKILL');
    }, this.#config.cancelGraceMs);
    await Promise.all(trainers.map((trainer) => trainer.ended));
    clearTimeout(force);
  }

  async #spawn(job: Job): Promise<ChildProcess> {
    const { workingDirectory, adapters, environment } = this.#config;
    try {
      const script = findVisionTrain(workingDirectory);
      const child = spawn(execPath, [script, ...trainerArguments(job, adapters[job.framework])], {
        cwd: workingDirectory,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...environment,
          // The backend's own secrets are no business of a trainer.
          JWT_SECRET: undefined,
          DATABASE_URL: undefined,
          BACKEND_API_URL: this.#config.backendUrl(),
          INTERNAL_AUTH_TOKEN: this.#config.internalToken,
          JOB_ID: String(job.id),
        },
      });
      await once(child, 'spawn');
      return child;
    } catch (cause) {
      throw new StartError(job.id, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }

  async #follow(jobId: number, child: ChildProcess): Promise<void> {
    const stderrTail: string[] = [];
    const logs = new LogBatcher((records) => this.#intake.logs(jobId, records), this.#config.onError);
    const read = (stream: NodeJS.ReadableStream | null, logType: LogType): void => {
      const splitter = new LineSplitter();
      const keep = (lines: string[]): void => {
        for (const line of lines) logs.add(line, logType);
        if (logType === 'stderr') {
          stderrTail.push(...lines);
          stderrTail.splice(0, stderrTail.length - STDERR_TAIL_LINES);
        }
      };
      stream?.on('data', (chunk: Buffer) => keep(splitter.push(chunk)));
      stream?.on('end', () => keep(splitter.end()));
    };
    read(child.stdout, 'stdout');
    read(child.stderr, 'stderr');

    const closed = once(child, 'close');
    const [exitCode, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    await Promise.race([closed, delay(PIPE_GRACE_MS)]);
    await logs.flush();
    await delay(LAST_REPORT_GRACE_MS);
    const wasCancelled = this.#trainers.get(jobId)?.wasCancelled ?? false;
    await this.#intake.exit(jobId, statusOfExit({ exitCode, signal, stderrTail, wasCancelled }));
    this.#trainers.delete(jobId);
  }

  async #watchRecovered(job: Job, processId: number): Promise<void> {
    while (isTrainerAlive(processId, job.id)) {
      await delay(RECOVERED_POLL_MS);
    }
    await delay(LAST_REPORT_GRACE_MS);
    await this.#reportLost(job);
    this.#trainers.delete(job.id);
  }

  async #reportLost(job: Job): Promise<void> {
    const wasCancelled = this.#trainers.get(job.id)?.wasCancelled ?? job.status === 'cancelling';
    await this.#intake.exit(
      job.id,
      wasCancelled
        ? { status: 'cancelled' }
        : {
            status: 'failed',
            error: `The trainer (process ${job.processId}) ended without reporting it, while the backend was not watching. The last lines of the log may tell why.`,
          },
    );
  }
}
