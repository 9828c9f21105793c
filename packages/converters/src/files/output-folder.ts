import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ImageRecord } from '../dataset/dataset.js';
import { ConverterError } from '../errors/converter-error.js';
import type { IssueSink } from '../report/issue.js';
import { extensionOf, resolveInside, stemOf } from './dataset-path.js';

/**
 * How images get to the target. `copy`; `hardlink` (same file system, no space); `symlink` (to the absolute path);
 * `reference`: annotations only, the pixels stay where they are.
 */
export type ImageMode = 'copy' | 'hardlink' | 'symlink' | 'reference';

/** The folder a dataset is written to. Nothing is ever written outside it. */
export class OutputFolder {
  readonly path: string;
  readonly #mode: ImageMode;
  readonly #overwrite: boolean;
  readonly #folders = new Set<string>();
  readonly #stems = new Set<string>();
  imagesWritten = 0;
  imageFilesPlaced = 0;
  annotationFilesWritten = 0;

  readonly #issues: IssueSink;

  /** @throws ConverterError (`output-not-empty`) when the folder has files and `overwrite` is not set. */
  constructor(path: string, mode: ImageMode, overwrite: boolean, issues: IssueSink) {
    this.path = resolve(path);
    this.#mode = mode;
    this.#overwrite = overwrite;
    this.#issues = issues;
    mkdirSync(this.path, { recursive: true });
    if (!overwrite && readdirSync(this.path).length > 0) {
      throw new ConverterError(
        `${path} is not empty; choose another folder, or allow it with overwrite (--overwrite).`,
        {
          code: 'output-not-empty',
          file: path,
        },
      );
    }
  }

  /** Absolute path for a new file of the dataset, its folder made and anything that had its name removed. */
  fileFor(path: string): string {
    const full = resolveInside(this.path, path);
    this.#make(dirname(full));
    // Writing through a link that is there already would change a file elsewhere.
    if (this.#overwrite) rmSync(full, { force: true });
    return full;
  }

  /** A folder that is there even if nothing is put into it. */
  makeFolder(path: string): void {
    this.#make(resolveInside(this.path, path));
  }

  #make(folder: string): void {
    if (this.#folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.#folders.add(folder);
  }

  writeAnnotation(path: string, content: string | Uint8Array): void {
    writeFileSync(this.fileFor(path), content);
    this.annotationFilesWritten++;
  }

  /**
   * A path like `path` whose stem no image of this folder has yet: formats that name the annotation after the stem
   * would else mix up `a.jpg` and `a.png`.
   */
  uniqueStem(path: string): string {
    const stem = stemOf(path);
    const extension = extensionOf(path) === '' ? '' : path.slice(stem.length);
    let candidate = stem;
    for (let number = 2; this.#stems.has(candidate); number++) candidate = `${stem}_${number}`;
    this.#stems.add(candidate);
    if (candidate !== stem) {
      this.#issues.add({
        severity: 'warning',
        code: 'image-renamed',
        file: path,
        message: `another image has the same name up to the extension; this one is written as ${candidate}${extension}`,
        fix: 'Give the images of a dataset different names.',
      });
    }
    return candidate + extension;
  }

  /** Puts an image's pixels at `path`, as the mode says; an image whose pixels were not found is only counted. */
  placeImage(image: ImageRecord, path: string): void {
    this.imagesWritten++;
    if (image.file === undefined || this.#mode === 'reference') return;
    const target = this.fileFor(path);
    if (this.#mode === 'copy') copyFileSync(image.file, target);
    else if (this.#mode === 'hardlink') linkSync(image.file, target);
    else symlinkSync(image.file, target);
    this.imageFilesPlaced++;
  }
}
