import { join } from 'node:path';
import type { IssueSink } from '../report/issue.js';
import { isFileInside, resolveInside, stemOf } from './dataset-path.js';
import { isImagePath, listFiles } from './list-files.js';

/** Where a format that has one annotation file an image keeps both, below the root. */
export interface AnnotationFolders {
  readonly images: string;
  readonly annotations: string;
  /** Extension of the annotation files, with its dot. */
  readonly extension: string;
}

/** An image and the file that annotates it. */
export interface AnnotatedImage {
  /** Path below the image folder. */
  readonly path: string;
  /** Absolute path of the image. */
  readonly image: string;
  /** Annotation file below the root, whether or not it is there. */
  readonly annotation: string;
  readonly hasAnnotation: boolean;
}

/** All images of a folder with their annotation files; annotation files that no image belongs to are reported. */
export function* listAnnotatedImages(
  root: string,
  folders: AnnotationFolders,
  issues: IssueSink,
): Generator<AnnotatedImage> {
  const imagesRoot = join(root, folders.images);
  const stems = new Set<string>();
  for (const path of listFiles(imagesRoot)) {
    if (!isImagePath(path)) continue;
    const stem = stemOf(path);
    stems.add(stem);
    const annotation = `${folders.annotations}/${stem}${folders.extension}`;
    const hasAnnotation = isFileInside(root, resolveInside(root, annotation));
    yield { path, image: resolveInside(imagesRoot, path), annotation, hasAnnotation };
  }
  for (const name of listFiles(join(root, folders.annotations))) {
    if (!name.endsWith(folders.extension) || stems.has(stemOf(name))) continue;
    issues.add({
      severity: 'warning',
      code: 'image-missing',
      file: `${folders.annotations}/${name}`,
      message: 'no image belongs to this file; it was not read',
      fix: 'Put the image in its place, or remove the file.',
    });
  }
}
