import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Job } from '../store/job.js';

/**
 * Finds the script behind `vision-train`, in the working directory's own installation first.
 * @throws Error when `@vision/trainer-sdk` is not installed
 */
export function findVisionTrain(workingDirectory: string): string {
  const packagePath = resolveFirst('@vision/trainer-sdk/package.json', [
    join(workingDirectory, 'package.json'),
    import.meta.url,
  ]);
  const { bin } = JSON.parse(readFileSync(packagePath, 'utf8')) as { bin: { 'vision-train': string } };
  return join(dirname(packagePath), bin['vision-train']);
}

function resolveFirst(specifier: string, from: readonly string[]): string {
  let failure: unknown;
  for (const base of from) {
    try {
      return createRequire(base).resolve(specifier);
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

/**
 * The arguments of `vision-train` for a job.
 * @param adapter module specifier that overrides the adapter its framework names
 */
export function trainerArguments(job: Job, adapter?: string): string[] {
  const optional = (flag: string, value: string | number | null | undefined): string[] =>
    value == null ? [] : [flag, String(value)];
  return [
    ...['--job-id', String(job.id)],
    ...['--framework', job.framework],
    ...['--model-name', job.modelName],
    ...['--task-type', job.taskType],
    ...['--dataset-path', job.datasetPath],
    ...['--dataset-format', job.datasetFormat],
    ...['--epochs', String(job.epochs)],
    ...['--batch-size', String(job.batchSize)],
    ...['--learning-rate', String(job.learningRate)],
    ...optional('--num-classes', job.numClasses),
    ...optional('--optimizer', job.optimizer),
    ...optional('--output-dir', job.outputDir),
    ...optional('--device', job.device),
    ...optional('--checkpoint-path', job.checkpointPath),
    ...(job.pretrained ? ['--pretrained'] : []),
    ...['--advanced-config', JSON.stringify(job.advancedConfig)],
    ...optional('--adapter', adapter),
  ];
}
