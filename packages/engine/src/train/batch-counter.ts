const COUNTER = 'num_batches_tracked';

/** Whether a name is PyTorch's count of the batches that a batch norm has seen: kept for its checkpoints, not used. */
export function isBatchCounter(name: string, model: { has(name: string): boolean }): boolean {
  return name.endsWith(COUNTER) && model.has(name.replace(COUNTER, 'running_mean'));
}

/** The counters that PyTorch's batch norms expect next to their running statistics. */
export function batchCounterNames(names: Iterable<string>): string[] {
  return [...names]
    .filter((name) => /(^|\.)running_mean$/.test(name))
    .map((name) => name.replace(/running_mean$/, COUNTER));
}
