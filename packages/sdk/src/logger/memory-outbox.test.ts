import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemoryOutbox } from './memory-outbox.js';
import type { Endpoint } from './outbox.js';

const isReport = (endpoint: Endpoint) => endpoint !== 'metrics' && endpoint !== 'logs';
const endpoint = fc.constantFrom<Endpoint>('metrics', 'metrics', 'metrics', 'logs', 'logs', 'status', 'completion');
const action = fc.oneof({ weight: 5, arbitrary: endpoint }, { weight: 1, arbitrary: fc.constant('settle' as const) });

it('gives back every record once, in order, within the limits, whatever the order of calls', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const outbox = new MemoryOutbox({ maxBatchRecords: 4, maxBatchBytes: 20 }, Number.POSITIVE_INFINITY);
      const appended: [Endpoint, string][] = [];
      const settled: [Endpoint, string][] = [];
      const settle = () => {
        const batch = outbox.next();
        expect(outbox.next()).toBe(batch);
        for (const record of batch?.records ?? []) settled.push([batch?.endpoint ?? 'logs', record]);
        expect(batch?.records.length ?? 0).toBeLessThanOrEqual(4);
        outbox.settle();
      };
      for (const [index, next] of actions.entries()) {
        if (next === 'settle') settle();
        else {
          appended.push([next, `${index}`]);
          outbox.append(next, `${index}`);
        }
      }
      while (outbox.size > 0) settle();

      expect([...settled].sort()).toEqual([...appended].sort());
      for (const one of ['metrics', 'logs'] as const) {
        const of = (records: [Endpoint, string][]) => records.filter(([name]) => name === one);
        expect(of(settled)).toEqual(of(appended));
      }
      // Everything before a report is settled before it, and everything after it later.
      for (const [at, [name, record]] of settled.entries()) {
        if (!isReport(name)) continue;
        expect(settled.slice(0, at).every(([, other]) => Number(other) < Number(record))).toBe(true);
        expect(settled.slice(at + 1).every(([, other]) => Number(other) > Number(record))).toBe(true);
      }
    }),
  );
});

it('gives up the oldest batch that is neither a report nor under way', () => {
  const outbox = new MemoryOutbox({ maxBatchRecords: 2, maxBatchBytes: 100 }, 6);
  outbox.append('status', 's');
  outbox.append('metrics', 'a');
  outbox.append('metrics', 'b');
  outbox.append('metrics', 'c');
  outbox.append('metrics', 'd');
  outbox.append('metrics', 'e');
  expect(outbox.append('metrics', 'f')).toBe(2);
  const seen: string[] = [];
  for (let batch = outbox.next(); batch !== undefined; batch = outbox.next()) {
    seen.push(...batch.records);
    outbox.settle();
  }
  expect(seen.join('')).toBe('scdef');
});
