import type { Policy } from '../dataset/check-image.js';
import type { ImageMode } from '../files/output-folder.js';
import type { ReadOptions } from '../formats/format.js';
import type { FormatName } from '../formats/registry.js';
import type { SplitOptions } from '../splits/split-options.js';
import type { Loss } from './losses.js';

/** How far a conversion has come. */
export interface ConvertProgress {
  /** First everything is read and checked, then written. */
  readonly phase: 'check' | 'write';
  readonly images: number;
  /** Known from the second phase on. */
  readonly total?: number;
}

/** What a check of a dataset takes. */
export interface CheckOptions extends ReadOptions {
  /** Format of the source. @default recognised from its files */
  readonly from?: FormatName | undefined;
  /** @default 'strict' */
  readonly policy?: Policy | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called every 100 images and at the end of each phase. */
  readonly onProgress?: ((progress: ConvertProgress) => void) | undefined;
}

/** What every conversion takes, whatever its formats. */
export interface ConvertOptions extends CheckOptions {
  /** `error` refuses a conversion that would lose something, before anything is written. @default 'error' */
  readonly lossy?: 'error' | 'warn' | undefined;
  /** Divides the images anew. @default the source's own splits */
  readonly splits?: SplitOptions | undefined;
  /** @default 'copy' */
  readonly images?: ImageMode | undefined;
  /** Writes into a folder that has files already. @default false */
  readonly overwrite?: boolean | undefined;
  /** Checks and lists losses, and writes nothing. @default false */
  readonly dryRun?: boolean | undefined;
  /** Called with what will be lost, if anything, before anything is written. */
  readonly onLosses?: ((losses: readonly Loss[]) => void) | undefined;
}
