import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError } from '../errors/config-error.js';
import { DatasetError } from '../errors/dataset-error.js';
import { messageOf } from '../errors/message-of.js';
import type { AdapterConfig } from './adapter-config.js';
import { writeArgs } from './result-files.js';
import type { PrepareContext, RunContext } from './run-context.js';

/**
 * Makes the output directory and fetches the dataset.
 * @throws ConfigError when the output directory cannot be used.
 * @throws DatasetError when the dataset cannot be had.
 */
export async function prepareRun(config: AdapterConfig<unknown>, run: RunContext): Promise<PrepareContext> {
  const outputDir = resolve(config.training.outputDir);
  try {
    await mkdir(outputDir, { recursive: true });
    await writeArgs(outputDir, config);
  } catch (cause) {
    const message = `cannot write to ${outputDir}: ${messageOf(cause)}`;
    throw new ConfigError([{ path: 'training.outputDir', message }], { cause });
  }
  return {
    logger: run.logger,
    signal: run.signal,
    store: run.store,
    outputDir,
    datasetPath: await fetchDataset(config.dataset.path, run),
  };
}

async function fetchDataset(uri: string, { store, signal }: RunContext): Promise<string> {
  try {
    return await store.downloadDataset(uri, { signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new DatasetError(messageOf(cause), { path: uri, cause });
  }
}
