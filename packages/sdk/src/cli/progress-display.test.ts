import { describe, expect, it } from 'vitest';
import { formatBar, formatEpoch, ProgressDisplay } from './progress-display.js';

const progress = {
  phase: 'train',
  epoch: 2,
  totalEpochs: 5,
  fraction: 0.5,
  metrics: { 'train/loss': 0.123456, step: 3 },
} as const;

it('formats a bar within the width of the terminal', () => {
  expect(formatBar(progress, 120)).toBe(
    `Epoch 2/5 train    ${'█'.repeat(12)}${'░'.repeat(12)}  50%  train/loss 0.1235  step 3`,
  );
  expect(formatBar(progress, 40)).toHaveLength(39);
  expect(formatBar({ ...progress, fraction: 7 }, 120)).toContain('100%');
});

it('formats an epoch', () => {
  expect(formatEpoch({ ...progress, phase: 'done', metrics: { 'val/loss': Number.NaN } })).toBe(
    'Epoch 2/5  val/loss NaN',
  );
});

describe('ProgressDisplay', () => {
  const shown = (isTTY: boolean) => {
    let text = '';
    const display = new ProgressDisplay({ isTTY, columns: 100, write: (part) => (text += part) });
    display.show(progress);
    display.show({ ...progress, phase: 'done' });
    return text;
  };

  it('draws a bar on a terminal and clears it before a line', () => {
    const [bar, cleared, line] = shown(true).split('\r\x1b[K').slice(1).concat('');
    expect(bar).toContain('50%');
    expect(cleared).toBe('Epoch 2/5  train/loss 0.1235  step 3\n');
    expect(line).toBe('');
  });

  it('writes plain lines elsewhere', () => {
    expect(shown(false)).toBe('Epoch 2/5  train/loss 0.1235  step 3\n');
  });
});
