import { ConfigError } from '../errors/config-error.js';
import type { TrainingConfig } from './adapter-config.js';
import type { EpochRow } from './checkpoint-info.js';

/** Which metric decides and whether high or low is good. */
export interface CheckpointRule {
  metric: string;
  mode: 'min' | 'max';
}

/** What the finished epochs say about the best one. */
export interface Standing {
  best: EpochRow | undefined;
  /** Epochs since the best one. */
  epochsWithoutImprovement: number;
}

/** The rule a configuration asks for. */
export function checkpointRule(
  training: Pick<TrainingConfig, 'checkpointMetric' | 'checkpointMode'>,
  defaultMetric: string,
): CheckpointRule {
  const metric = training.checkpointMetric ?? defaultMetric;
  return { metric, mode: training.checkpointMode ?? (/(loss|error)$/i.test(metric) ? 'min' : 'max') };
}

/**
 * Finds the best epoch. The first of equals wins, and a NaN is worse than any number.
 * @throws ConfigError when the epochs lack the metric.
 */
export function standing(history: readonly EpochRow[], rule: CheckpointRule): Standing {
  let best: EpochRow | undefined;
  let bestValue = Number.NaN;
  for (const row of history) {
    const value = row.metrics[rule.metric];
    if (value === undefined) throw missingMetric(row, rule);
    if (best === undefined || isBetter(value, bestValue, rule.mode)) {
      best = row;
      bestValue = value;
    }
  }
  const last = history.at(-1);
  return { best, epochsWithoutImprovement: best === undefined || last === undefined ? 0 : last.epoch - best.epoch };
}

function isBetter(value: number, best: number, mode: CheckpointRule['mode']): boolean {
  if (Number.isNaN(best)) return !Number.isNaN(value);
  return mode === 'min' ? value < best : value > best;
}

function missingMetric(row: EpochRow, rule: CheckpointRule): ConfigError {
  const names = Object.keys(row.metrics).join(', ') || 'none';
  return new ConfigError([
    {
      path: 'training.checkpointMetric',
      message: `expected one of the metrics of epoch ${row.epoch} (${names}), found "${rule.metric}"`,
    },
  ]);
}
