import type { Metrics } from './backend-client.ts';

const BY_STEP = ['train/loss', 'learning_rate'];
const BY_EPOCH = ['train/accuracy', 'val/loss', 'val/accuracy', 'val/top5'];

/**
 * Compares what the backend has stored with what a run of this length must have logged: each metric of every step and of
 * every epoch, once.
 * @returns a sentence for every difference
 */
export function checkRecords({ series, total }: Metrics, epochs: number, stepsPerEpoch: number): string[] {
  const steps = epochs * stepsPerEpoch;
  const problems = [
    ...BY_STEP.flatMap((name) => checkPlaces(name, placesOf(series, name, 'step'), steps)),
    ...BY_EPOCH.flatMap((name) => checkPlaces(name, placesOf(series, name, 'epoch'), epochs)),
  ];
  const expected = BY_STEP.length * steps + BY_EPOCH.length * epochs;
  if (total !== expected) problems.push(`${total} metrics are stored; ${expected} were logged`);
  return problems;
}

function placesOf(series: Metrics['series'], name: string, key: 'step' | 'epoch'): number[] {
  return series.find((curve) => curve.name === name)?.points.map((point) => point[key] ?? 0) ?? [];
}

/** Every place from 1 to `last` must be there once. */
function checkPlaces(name: string, places: number[], last: number): string[] {
  const sorted = places.toSorted((a, b) => a - b);
  const isComplete = sorted.length === last && sorted.every((place, index) => place === index + 1);
  return isComplete ? [] : [`${name} is stored at ${places.length} places; it was logged at 1 to ${last}, each once`];
}
