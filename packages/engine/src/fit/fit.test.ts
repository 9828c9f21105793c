import { describe, expect, it } from 'vitest';
import { prefetch } from './prefetch.js';
import { RunningMean } from './running-mean.js';
import * as schedules from './schedules.js';

describe('schedules', () => {
  it('reach their ends', () => {
    expect(schedules.constant(0.1)(1e6)).toBe(0.1);
    expect(schedules.cosine(1, { steps: 10 })(0)).toBe(1);
    expect(schedules.cosine(1, { steps: 10 })(5)).toBeCloseTo(0.5);
    expect(schedules.cosine(1, { steps: 10, final: 0.1 })(20)).toBeCloseTo(0.1);
    expect(schedules.linear(1, { steps: 4 })(3)).toBeCloseTo(0.25);
    expect(schedules.step(1, { every: 3, factor: 0.5 })(6)).toBe(0.25);
    expect(schedules.multiStep(1, { milestones: [2, 5], factor: 0.5 })(5)).toBe(0.25);
  });

  it('warm up to the first rate and go on from there', () => {
    const schedule = schedules.warmup(schedules.linear(1, { steps: 4 }), { steps: 2 });
    expect([0, 1, 2, 3].map(schedule)).toEqual([0.5, 1, 1, 0.75]);
  });
});

describe('RunningMean', () => {
  it('weighs by batch size', () => {
    const mean = new RunningMean();
    expect(mean.value).toBeNaN();
    mean.add(1, 3);
    mean.add(5, 1);
    expect(mean.value).toBe(2);
    mean.reset();
    expect(mean.weight).toBe(0);
  });
});

describe('prefetch', () => {
  async function* count(to: number, log: string[], failAt = -1): AsyncGenerator<number> {
    try {
      for (let index = 0; index < to; index++) {
        if (index === failAt) throw new Error('unreadable');
        log.push(`made ${index}`);
        yield index;
      }
    } finally {
      log.push('ended');
    }
  }

  it('keeps the order and reads ahead', async () => {
    const log: string[] = [];
    const seen: number[] = [];
    for await (const item of prefetch(count(5, log), 2)) {
      if (item === 0) expect(log).toContain('made 1');
      seen.push(item);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('passes errors on where they happened', async () => {
    const seen: number[] = [];
    const consume = async (): Promise<void> => {
      for await (const item of prefetch(count(5, [], 2), 3)) seen.push(item);
    };
    await expect(consume()).rejects.toThrow('unreadable');
    expect(seen).toEqual([0, 1]);
  });

  it('ends its source when the consumer leaves', async () => {
    const log: string[] = [];
    for await (const _ of prefetch(count(50, log), 2)) break;
    expect(log.at(-1)).toBe('ended');
  });
});
