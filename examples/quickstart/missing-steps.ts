import type { Metrics } from './backend-client.ts';

/**
 * Steps of `train/loss` that the backend lacks or has twice: the trainer logs every step from 1 on, so every step must be
 * there exactly once.
 */
export function missingSteps({ series }: Metrics): number[] {
  const steps = series.find(({ name }) => name === 'train/loss')?.points.map(({ step }) => step ?? 0) ?? [];
  const last = Math.max(0, ...steps);
  return Array.from({ length: last }, (_, index) => index + 1).filter(
    (step) => steps.filter((stored) => stored === step).length !== 1,
  );
}
