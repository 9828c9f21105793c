import { join } from 'node:path';
import type { Dataset, ImageRecord, ObjectAnnotation, ReadContext } from '../../dataset/dataset.js';
import { rotatedBoxOf } from '../../dataset/geometry.js';
import { ConverterError } from '../../errors/converter-error.js';
import { type AnnotationFolders, listAnnotatedImages } from '../../files/annotated-images.js';
import { findParts } from '../../files/dataset-parts.js';
import { isFolder } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';
import { createPacer } from '../../stream/pacer.js';
import { fromWord } from '../word.js';

/** The parts of a DOTA dataset; empty when there is no `labelTxt`. */
export function findDotaParts(root: string): readonly (AnnotationFolders & { readonly split: string | undefined })[] {
  return findParts(root).flatMap(({ folder, split }) => {
    const below = folder === '' ? '' : `${folder}/`;
    const annotations = ['labelTxt', 'labelTxt-v1.5', 'labelTxt-v1.0'].find((name) =>
      isFolder(join(root, folder, name)),
    );
    return annotations === undefined
      ? []
      : [{ images: `${below}images`, annotations: below + annotations, extension: '.txt', split }];
  });
}

function readRow(line: string): ObjectAnnotation | string {
  const words = line.trim().split(/\s+/);
  const corners = words.slice(0, 8).map(Number);
  const [category, difficulty = '0'] = words.slice(8);
  if (corners.length < 8 || !corners.every(Number.isFinite)) return 'eight coordinates were expected';
  if (category === undefined) return 'a class was expected after the coordinates';
  return {
    category: fromWord(category),
    rotatedBox: rotatedBoxOf(corners),
    ...(difficulty !== '0' && { isDifficult: true }),
  };
}

/** Opens a DOTA folder: `images/` and `labelTxt/`, by split or not. */
export async function readDota(root: string): Promise<Dataset> {
  const parts = findDotaParts(root);
  if (parts.length === 0) {
    throw new ConverterError(`${root} has no folder "labelTxt".`, { code: 'not-a-dataset', file: root });
  }

  function readRows(file: string, { issues }: ReadContext): { objects: ObjectAnnotation[]; lines: number[] } {
    const objects: ObjectAnnotation[] = [];
    const lines: number[] = [];
    readText(join(root, file), file)
      .split('\n')
      .forEach((line, index) => {
        if (line.trim() === '' || /^\s*(imagesource|gsd|acquisition dates?)\s*:/i.test(line)) return;
        const object = readRow(line);
        if (typeof object !== 'string') {
          objects.push(object);
          lines.push(index + 1);
          return;
        }
        const fix = 'Write x1 y1 x2 y2 x3 y3 x4 y4 class difficulty.';
        issues.add({
          severity: 'error',
          code: 'bad-row',
          file,
          line: index + 1,
          message: object,
          fix,
          action: 'skipped',
        });
      });
    return { objects, lines };
  }

  async function* images(context: ReadContext): AsyncGenerator<ImageRecord> {
    const pause = createPacer(context.signal);
    for (const { split, ...folders } of parts) {
      for (const { path, image, annotation, hasAnnotation } of listAnnotatedImages(root, folders, context.issues)) {
        await pause();
        const { objects, lines } = hasAnnotation ? readRows(annotation, context) : { objects: [], lines: [] };
        yield {
          path,
          file: image,
          ...(split !== undefined && { split }),
          labels: [],
          objects,
          origin: { file: annotation, locate: (object) => ({ line: lines[object] ?? 1 }) },
        };
      }
    }
  }

  return { categories: [], images };
}
