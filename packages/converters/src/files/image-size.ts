import type { ImageRecord } from '../dataset/dataset.js';
import type { IssueSink } from '../report/issue.js';
import { readImageSize } from './image-header.js';

/**
 * An image's size in pixels: as annotated, or else from its file's header. An image of which neither is known is
 * reported as an error and gives undefined.
 */
export function sizeOf(image: ImageRecord, issues: IssueSink): { width: number; height: number } | undefined {
  const { width, height, file } = image;
  if (width !== undefined && height !== undefined) return { width, height };
  const size = file === undefined ? undefined : readImageSize(file);
  if (size === undefined) {
    issues.add({
      severity: 'error',
      code: 'unknown-image-size',
      file: image.origin.file,
      line: image.origin.line,
      message:
        file === undefined
          ? `${image.path} was not found and its annotations do not give its size`
          : `${image.path} is not an image whose header is known`,
      fix: 'Put the image in its place, name the folder of the images (--images-dir), or write its size into the annotations.',
      action: 'skipped',
    });
  }
  return size;
}
