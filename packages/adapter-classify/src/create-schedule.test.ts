import { describe, expect, it } from 'vitest';
import { createSchedule } from './create-schedule.js';

const run = { learningRate: 0.1, epochs: 10, stepsPerEpoch: 20 };

describe('createSchedule', () => {
  it('warms up, then falls to zero along a cosine', () => {
    const rate = createSchedule({ schedule: 'cosine', warmupEpochs: 0.5 }, run);
    expect(rate(0)).toBeCloseTo(0.01);
    expect(rate(9)).toBeCloseTo(0.1);
    expect(rate(10)).toBeCloseTo(0.1);
    expect(rate(105)).toBeCloseTo(0.05);
    expect(rate(200)).toBeCloseTo(0);
  });

  it('stays constant when asked to, and works with a warm-up longer than the run', () => {
    expect(createSchedule({ schedule: 'constant', warmupEpochs: 0 }, run)(150)).toBe(0.1);
    const endless = createSchedule({ schedule: 'cosine', warmupEpochs: 20 }, run);
    expect(endless(199)).toBeCloseTo(0.05);
  });
});
