import type { Category, Dataset, ImageRecord } from '../dataset/dataset.js';
import type { Capabilities } from '../dataset/feature.js';
import type { OutputFolder } from '../files/output-folder.js';
import type { IssueSink } from '../report/issue.js';

/** Why a folder or file looks like a format. */
export interface Detection {
  /** 0 to 1; above 0.9 the format's own marker was found, below 0.5 only a habit of its files. */
  readonly confidence: number;
  /** What was found, as a sentence for people. */
  readonly reason: string;
}

/** How to open a source; every format takes what concerns it. */
export interface ReadOptions {
  /** Folder of the images, when it is not where the format says. */
  readonly imagesDir?: string | undefined;
  /** Number of the first pixel in Pascal VOC files: 1 by the standard, 0 as some tools write. @default 1 */
  readonly vocFirstPixel?: 0 | 1 | undefined;
}

/** A dataset on its way into a format. */
export interface WriteInput {
  /** All categories, in the order of their numbers. */
  readonly categories: readonly Category[];
  /** Names of the splits in use, without the images that have none. */
  readonly splits: readonly string[];
  readonly images: AsyncIterable<ImageRecord>;
}

/** Where and how a dataset is written. */
export interface WriteContext {
  readonly output: OutputFolder;
  readonly issues: IssueSink;
  readonly signal?: AbortSignal | undefined;
}

/** One annotation format: how to recognise, read and write it, and what it can hold. */
export interface Format {
  /** Name for people. */
  readonly title: string;
  readonly capabilities: Capabilities;
  /** Tells from a look at a few files whether a folder or file is of this format; undefined when it is not. */
  detect(path: string): Detection | undefined;
  /**
   * Opens a dataset: reads what stands apart from the images, such as the list of categories.
   *
   * @throws ConverterError when there is no such dataset, or its own files are broken.
   */
  read(path: string, options: ReadOptions): Promise<Dataset>;
  write(input: WriteInput, context: WriteContext): Promise<void>;
}
