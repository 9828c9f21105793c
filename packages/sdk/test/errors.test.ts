import { ConfigError, DatasetError, TrainerError } from '@vision/trainer-sdk';
import { describe, expect, it } from 'vitest';

class LabelError extends TrainerError {
  override readonly name = 'LabelError';
}

class MissingFileError extends DatasetError {}

describe('isInstance', () => {
  const label = new LabelError('LABEL', 'unknown label');
  const missing = new MissingFileError('no such file', { path: '/a' });
  const config = new ConfigError([]);

  it('of the base takes every error of the package, and nothing else', () => {
    expect([label, missing, config].map((error) => TrainerError.isInstance(error))).toEqual([true, true, true]);
    expect([new Error('x'), { code: 'CONFIG_INVALID' }, null].some((value) => TrainerError.isInstance(value))).toBe(
      false,
    );
  });

  it('goes by the code of the class', () => {
    expect([label, missing, config].map((error) => DatasetError.isInstance(error))).toEqual([false, true, false]);
  });

  it('of a subclass without a code takes its own errors alone', () => {
    expect([label, missing, config].map((error) => LabelError.isInstance(error))).toEqual([true, false, false]);
    const dataset = new DatasetError('unreadable', { path: '/a' });
    expect([missing, dataset].map((error) => MissingFileError.isInstance(error))).toEqual([true, false]);
  });
});
