import { isTerminalStatus, type JobStatus, jobStatuses } from '@vision/trainer-sdk/protocol';
import { describe, expect, test } from 'vitest';
import type { Job } from '../store/job.js';
import { applyCompletion, applyExit, applyProgress, applyStatus, applyStatusPatch } from './job-progress.js';

const NOW = '2026-01-02T03:04:05.678Z';
const jobIn = (status: JobStatus, fields: Partial<Job> = {}) => ({ status, errorMessage: null, ...fields }) as Job;
const endings = jobStatuses.filter(isTerminalStatus);

describe('applyStatus', () => {
  test.each(endings)('%s is final', (status) => {
    for (const next of jobStatuses.filter((other) => other !== status)) {
      expect(applyStatus(jobIn(status), next, NOW)).toBeUndefined();
    }
  });

  test.each(endings)('a running job that is %s gets its end time and loses its process', (status) => {
    expect(applyStatus(jobIn('running'), status, NOW)).toEqual({ status, completedAt: NOW, processId: null });
  });

  test('a trainer that has not noticed the cancel does not undo it', () => {
    expect(applyStatus(jobIn('cancelling'), 'running', NOW)).toEqual({});
  });
});

describe('applyStatusPatch', () => {
  test('keeps the first reason of an end', () => {
    const patch = { status: 'failed', error: 'The trainer ended with exit code 1.' } as const;
    expect(applyStatusPatch(jobIn('failed', { errorMessage: 'Dataset not found' }), patch, NOW)).toBeUndefined();
    expect(applyStatusPatch(jobIn('failed'), patch, NOW)).toEqual({ errorMessage: patch.error });
  });
});

describe('applyExit', () => {
  test.each(endings)('says nothing about a job that is %s', (status) => {
    for (const next of endings) expect(applyExit(jobIn(status), { status: next, error: 'late' }, NOW)).toBeUndefined();
  });

  test('ends a job whose trainer reported nothing', () => {
    const update = { status: 'failed', errorMessage: 'killed', completedAt: NOW, processId: null };
    expect(applyExit(jobIn('running'), { status: 'failed', error: 'killed' }, NOW)).toEqual(update);
  });
});

describe('applyProgress', () => {
  test.each(endings)('says nothing new about a job that is %s', (status) => {
    const report = { status: 'running', currentEpoch: 9, totalEpochs: 9, progressPercent: 100, metrics: {} } as const;
    expect(applyProgress(jobIn(status), report, NOW)).toBeUndefined();
    expect(applyProgress(jobIn(status), { ...report, status }, NOW)).toBeUndefined();
  });
});

describe('applyCompletion', () => {
  test('adds what the job does not know yet to an end it knows', () => {
    expect(applyCompletion(jobIn('completed'), { status: 'completed', bestEpoch: 4 }, NOW)).toEqual({
      bestEpoch: 4,
      progressPercent: 100,
    });
  });

  test('does not turn one end into another', () => {
    expect(applyCompletion(jobIn('failed'), { status: 'completed', bestEpoch: 4 }, NOW)).toBeUndefined();
  });

  test('keeps what the job knows and the report leaves out', () => {
    const running = jobIn('running', { currentEpoch: 3, bestMetrics: { loss: 0.2 }, finalMetrics: { loss: 0.3 } });
    const ended = { status: 'failed', completedAt: NOW, processId: null };
    expect(applyCompletion(running, { status: 'failed' }, NOW)).toEqual(ended);
    const empty = { totalEpochsCompleted: 0, bestEpoch: 0, bestMetrics: {}, finalMetrics: { extraMetrics: {} } };
    expect(applyCompletion(running, { status: 'failed', ...empty }, NOW)).toEqual(ended);
    const more = { totalEpochsCompleted: 4, finalMetrics: { extraMetrics: { 'val/top5': 1 } } };
    expect(applyCompletion(running, { status: 'failed', ...more }, NOW)).toEqual({
      ...ended,
      currentEpoch: 4,
      finalMetrics: more.finalMetrics,
    });
  });

  test("a report that comes after the process's end is counted brings the trainer's own reason, not another end", () => {
    const concluded = jobIn('failed', { errorMessage: 'The trainer ended with exit code 1', currentEpoch: 2 });
    const late = { status: 'failed', errorMessage: 'out of memory' } as const;
    expect(applyCompletion(concluded, late, NOW)).toEqual({ errorMessage: 'out of memory' });
    expect(applyCompletion(concluded, { status: 'completed', exitCode: 0 }, NOW)).toBeUndefined();
  });

  test('takes the final checkpoint as the last one', () => {
    const update = applyCompletion(jobIn('running'), { status: 'completed', finalCheckpointPath: 'a' }, NOW);
    expect(update).toMatchObject({ lastCheckpointPath: 'a', completedAt: NOW });
  });
});
