import { decodeNumber, type MetricRecord } from '@vision/trainer-sdk/protocol';
import { valuesOfRecord } from '../../src/jobs/metric-series.js';
import type { MetricsBody } from './wire.js';

/** One value of a metric. */
export interface Point {
  epoch: number | undefined;
  step: number | undefined;
  value: number;
}

/** The curves of a job by metric name, in order of arrival. */
export type SeriesByName = ReadonlyMap<string, readonly Point[]>;

/** The curves in an answer of the API. */
export function seriesOfBody(body: MetricsBody): SeriesByName {
  return new Map(
    body.series.map(({ name, points }) => [
      name,
      points.map(({ epoch, step, value }) => ({
        epoch: epoch ?? undefined,
        step: step ?? undefined,
        value: decodeNumber(value),
      })),
    ]),
  );
}

/** The curves with new records at their ends. */
export function appendRecords(series: SeriesByName, records: readonly MetricRecord[]): SeriesByName {
  const grown = new Map<string, readonly Point[]>(series);
  const fresh = new Map<string, Point[]>();
  for (const record of records) {
    for (const [name, value] of valuesOfRecord(record)) {
      const points = fresh.get(name) ?? [];
      fresh.set(name, points);
      points.push({ epoch: record.epoch, step: record.step, value });
    }
  }
  for (const [name, points] of fresh) grown.set(name, [...(series.get(name) ?? []), ...points]);
  return grown;
}

/** What a chart draws: x values, and for each curve a y value or null at every x. */
export interface ChartData {
  xName: 'step' | 'epoch';
  xs: number[];
  ys: (number | null)[][];
}

/**
 * Lines curves up on one x axis: steps where there are any, else epochs. A point that knows only its epoch stands at the
 * last step seen in that epoch. Values that are not finite become gaps.
 */
export function alignSeries(curves: readonly (readonly Point[])[]): ChartData {
  const lastSteps = lastStepOfEpochs(curves.flat());
  const hasSteps = lastSteps.size > 0;
  const xOf = ({ step, epoch }: Point, index: number): number => {
    if (!hasSteps) return epoch ?? index;
    return step ?? (epoch === undefined ? undefined : lastSteps.get(epoch)) ?? index;
  };
  const maps = curves.map((points) => new Map(points.map((point, index) => [xOf(point, index), point.value])));
  const xs = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort((a, b) => a - b);
  const ys = maps.map((map) =>
    xs.map((x) => {
      const value = map.get(x);
      return value !== undefined && Number.isFinite(value) ? value : null;
    }),
  );
  return { xName: hasSteps ? 'step' : 'epoch', xs, ys };
}

function lastStepOfEpochs(points: readonly Point[]): Map<number, number> {
  const lastSteps = new Map<number, number>();
  for (const { epoch, step } of points) {
    if (step !== undefined) lastSteps.set(epoch ?? 0, Math.max(step, lastSteps.get(epoch ?? 0) ?? 0));
  }
  return lastSteps;
}

/**
 * Exponential moving average, corrected for its start at zero so that the first values are not pulled down.
 * @param weight of the past, 0 to below 1
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let average = 0;
  let count = 0;
  return values.map((value) => {
    if (value === null) return null;
    average = weight * average + (1 - weight) * value;
    count += 1;
    return average / (1 - weight ** count);
  });
}
