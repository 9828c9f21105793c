const PALETTE = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6'] as const;

/** The CSS variable of a metric's colour: training and validation keep theirs on every chart. */
export function colorVariableOf(name: string, index: number): string {
  if (name.startsWith('train/') || name === 'loss' || name === 'accuracy') return PALETTE[0];
  if (name.startsWith('val/')) return PALETTE[1];
  return PALETTE[2 + (index % (PALETTE.length - 2))] ?? PALETTE[0];
}

/** The present value of a CSS variable, for a canvas. */
export function readCssVariable(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
