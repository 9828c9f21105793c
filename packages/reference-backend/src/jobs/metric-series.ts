import type { MetricRecord } from '@vision/trainer-sdk/protocol';
import type { StoredMetric } from '../store/job-store.js';

/** One value on a curve. */
export interface MetricPoint {
  readonly epoch: number | null;
  readonly step: number | null;
  /** May be NaN or ±Infinity. */
  readonly value: number;
  /** ISO-8601 UTC. */
  readonly createdAt: string;
}

/** The values of a record by metric name; a summary's own fields count as `loss`, `accuracy` and `learning_rate`. */
export function valuesOfRecord(record: MetricRecord): [name: string, value: number][] {
  switch (record.kind) {
    case 'sample':
      return [[record.metricName, record.value]];
    case 'summary': {
      const named = { loss: record.loss, accuracy: record.accuracy, learning_rate: record.learningRate };
      return Object.entries({ ...named, ...record.extraMetrics }).filter((entry): entry is [string, number] => {
        return entry[1] !== undefined;
      });
    }
    default:
      return record satisfies never;
  }
}

/** The curves that stored records draw, by metric name, in order of arrival. */
export function seriesOfMetrics(metrics: readonly StoredMetric[]): Map<string, MetricPoint[]> {
  const series = new Map<string, MetricPoint[]>();
  for (const { record, createdAt } of metrics) {
    for (const [name, value] of valuesOfRecord(record)) {
      const points = series.get(name) ?? [];
      series.set(name, points);
      points.push({ epoch: record.epoch ?? null, step: record.step ?? null, value, createdAt });
    }
  }
  return series;
}

/**
 * Thins a curve out for drawing: of each of `buckets` equal stretches it keeps the smallest, the largest and the last
 * point, and the first that is not a number, so that spikes and breakdowns stay visible.
 */
export function downsample(points: readonly MetricPoint[], buckets: number): MetricPoint[] {
  if (points.length <= buckets) return [...points];
  const kept: MetricPoint[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = Math.floor((bucket * points.length) / buckets);
    const end = Math.floor(((bucket + 1) * points.length) / buckets);
    kept.push(...extremes(points.slice(start, end)));
  }
  return kept;
}

function extremes(stretch: readonly MetricPoint[]): MetricPoint[] {
  let smallest: MetricPoint | undefined;
  let largest: MetricPoint | undefined;
  for (const point of stretch) {
    if (Number.isNaN(point.value)) continue;
    if (smallest === undefined || point.value < smallest.value) smallest = point;
    if (largest === undefined || point.value > largest.value) largest = point;
  }
  const broken = stretch.find((point) => Number.isNaN(point.value));
  const wanted = new Set([smallest, largest, broken, stretch.at(-1)]);
  return stretch.filter((point) => wanted.has(point));
}
