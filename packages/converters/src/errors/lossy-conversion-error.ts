import type { Loss } from '../convert/losses.js';
import { ConverterError } from './converter-error.js';

/** The target format cannot hold all that the source has, and losing it was not allowed; nothing was written. */
export class LossyConversionError extends ConverterError {
  override readonly name = 'LossyConversionError';
  readonly losses: readonly Loss[];

  constructor(target: string, losses: readonly Loss[]) {
    const list = losses.map(({ feature, count, effect }) => `${feature} (${count}): ${effect}`).join('; ');
    super(
      `${target} cannot hold all of this dataset; nothing was written. ${list}. Allow it with lossy "warn" (--lossy=warn) or choose another format.`,
      { code: 'lossy-conversion' },
    );
    this.losses = losses;
  }
}
