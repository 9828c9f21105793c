import { join } from 'node:path';
import type { Dataset, ImageRecord, ObjectAnnotation, ReadContext } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { type AnnotationFolders, listAnnotatedImages } from '../../files/annotated-images.js';
import { stemOf } from '../../files/dataset-path.js';
import { headOf } from '../../files/head-of.js';
import { isFolder, listFiles, listFolders } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';
import { createPacer } from '../../stream/pacer.js';
import type { Detection, Format, WriteContext, WriteInput } from '../format.js';
import { kittiCapabilities } from './kitti-capabilities.js';
import { formatKittiRow, parseKittiRow } from './kitti-row.js';

/** KITTI's names for the folders of a split, which hold the left colour camera. */
const IMAGES = 'image_2';
const LABELS = 'label_2';
const NO_SPLIT = 'training';

type KittiPart = AnnotationFolders & { readonly split: string | undefined };

function findKittiParts(root: string): readonly KittiPart[] {
  const partOf = (folder: string, split: string | undefined): KittiPart[] =>
    isFolder(join(root, folder, IMAGES))
      ? [{ images: join(folder, IMAGES), annotations: join(folder, LABELS), extension: '.txt', split }]
      : [];
  // A lone "training" is how KITTI names all that has labels.
  return [
    ...partOf('', undefined),
    ...listFolders(root).flatMap((name) => partOf(name, name === NO_SPLIT ? undefined : name)),
  ];
}

function detectKitti(root: string): Detection | undefined {
  if (!isFolder(root)) return undefined;
  for (const { annotations } of findKittiParts(root)) {
    for (const name of listFiles(join(root, annotations))) {
      const [row = ''] = headOf(join(root, annotations, name)).split('\n', 1);
      if (typeof parseKittiRow(row) !== 'string')
        return { confidence: 0.95, reason: `${annotations}/${name} has rows of KITTI's values` };
    }
  }
  return undefined;
}

async function readKitti(root: string): Promise<Dataset> {
  const parts = findKittiParts(root);
  if (parts.length === 0) {
    throw new ConverterError(`${root} has no folder "${IMAGES}", itself or in "${NO_SPLIT}".`, {
      code: 'not-a-dataset',
      file: root,
    });
  }

  function readRows(file: string, { issues }: ReadContext): { objects: ObjectAnnotation[]; lines: number[] } {
    const objects: ObjectAnnotation[] = [];
    const lines: number[] = [];
    readText(join(root, file), file)
      .split('\n')
      .forEach((row, index) => {
        if (row.trim() === '') return;
        const object = parseKittiRow(row);
        if (typeof object !== 'string') {
          objects.push(object);
          lines.push(index + 1);
          return;
        }
        const fix = 'Write class truncated occluded alpha left top right bottom, and the seven 3-D values.';
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

async function writeKitti({ splits, images }: WriteInput, { output, signal }: WriteContext): Promise<void> {
  const pause = createPacer(signal);
  for (const split of splits.length > 0 ? splits : [NO_SPLIT]) {
    output.makeFolder(`${split}/${IMAGES}`);
    output.makeFolder(`${split}/${LABELS}`);
  }
  for await (const image of images) {
    await pause();
    const folder = `${image.split ?? NO_SPLIT}/`;
    const path = output.uniqueStem(folder + image.path).slice(folder.length);
    const rows = image.objects.flatMap((object) => formatKittiRow(object) ?? []);
    output.writeAnnotation(`${folder}${LABELS}/${stemOf(path)}.txt`, rows.map((row) => `${row}\n`).join(''));
    output.placeImage(image, `${folder}${IMAGES}/${path}`);
  }
}

/** KITTI object text files. */
export const kittiFormat: Format = {
  title: 'KITTI',
  capabilities: kittiCapabilities,
  detect: detectKitti,
  read: readKitti,
  write: writeKitti,
};
