import { DatasetError, TrainerError } from '@vision/trainer-sdk';
import { expect, it } from 'vitest';
import { UnreadableImageError } from './unreadable-image-error.js';

it('is told from other errors of the sdk', () => {
  const error = new UnreadableImageError('a.png', { cause: new Error('cut short') });
  expect(error.message).toBe('Cannot read image a.png: cut short');
  expect(UnreadableImageError.isInstance(error)).toBe(true);
  expect(TrainerError.isInstance(error)).toBe(true);
  expect(UnreadableImageError.isInstance(new DatasetError('no such folder', { path: 'a' }))).toBe(false);
  expect(DatasetError.isInstance(error)).toBe(false);
});
