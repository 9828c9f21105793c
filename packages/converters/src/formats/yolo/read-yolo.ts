import { dirname, relative } from 'node:path';
import type { Dataset, ImageRecord, ObjectAnnotation, ReadContext } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { isFileInside, normalisePath, resolveInside, stemOf } from '../../files/dataset-path.js';
import { sizeOf } from '../../files/image-size.js';
import { isFolder, isImagePath, listFiles } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';
import { issueOf } from '../../report/issue-of-error.js';
import { createPacer } from '../../stream/pacer.js';
import { readYoloIndex, type YoloIndex, type YoloSplit } from './data-yaml.js';
import { parseRow } from './parse-row.js';
import type { YoloTask } from './yolo-task.js';

interface Found {
  /** Path below the split's image folder. */
  readonly path: string;
  /** Path below the dataset's root. */
  readonly file: string;
}

/** Path of a label file: the last folder named `images` is `labels`, the extension `.txt`. */
function labelPathOf(file: string): string {
  const at = `/${file}`.lastIndexOf('/images/');
  const swapped = at === -1 ? file : `${file.slice(0, at)}labels/${file.slice(at + 'images/'.length)}`;
  return `${stemOf(swapped)}.txt`;
}

function* imagesOf(root: string, { sources }: YoloSplit): Generator<Found> {
  for (const source of sources) {
    if (isFolder(source)) {
      const folder = normalisePath(relative(root, source));
      for (const path of listFiles(source)) {
        if (isImagePath(path)) yield { path, file: folder === '' ? path : `${folder}/${path}` };
      }
      continue;
    }
    const list = normalisePath(relative(root, source));
    const folder = dirname(list);
    for (const line of readText(source, list).split(/\r?\n/)) {
      if (line.trim() === '') continue;
      const entry = normalisePath(line.trim())
        .replace(/^.*?(?=(^|\/)images\/)/, '')
        .replace(/^\//, '');
      const file = entry.startsWith('images/') || folder === '.' ? entry : `${folder}/${entry}`;
      yield { path: file.replace(/^images\//, ''), file };
    }
  }
}

function readObjects(
  text: string,
  file: string,
  image: ImageRecord,
  task: YoloTask,
  index: YoloIndex,
  context: ReadContext,
): ImageRecord {
  const rows = text.split('\n');
  if (rows.every((row) => row.trim() === '')) return image;
  const size = sizeOf(image, context.issues);
  if (size === undefined) return image;
  const objects: ObjectAnnotation[] = [];
  const lines: number[] = [];
  const nameOf = (category: number): string | undefined =>
    index.categories.length === 0 && category >= 0 ? String(category) : index.categories[category]?.name;
  const rowContext = { task, width: size.width, height: size.height, nameOf, keypointShape: index.keypointShape };
  rows.forEach((raw, at) => {
    const row = raw.trim();
    if (row === '') return;
    const object = parseRow(row, rowContext);
    if ('message' in object) {
      context.issues.add({ severity: 'error', file, line: at + 1, action: 'skipped', ...object });
      return;
    }
    objects.push(object);
    lines.push(at + 1);
  });
  return {
    ...image,
    width: size.width,
    height: size.height,
    objects,
    origin: { file, locate: (object) => ({ line: lines[object] ?? 1 }) },
  };
}

/** Opens a YOLO folder; `task` says how rows are read. */
export async function readYolo(root: string, task: YoloTask): Promise<Dataset> {
  const index = readYoloIndex(root);

  async function* images(context: ReadContext): AsyncGenerator<ImageRecord> {
    const pause = createPacer(context.signal);
    const labelled = new Set<string>();
    for (const split of index.splits) {
      for (const { path, file } of imagesOf(root, split)) {
        await pause();
        const image = resolveInside(root, file);
        if (!isFileInside(root, image)) {
          context.issues.add({
            severity: 'warning',
            code: 'image-missing',
            file,
            message: `${file} is listed but not there`,
            fix: 'Put the image in its place, or take it off the list.',
          });
          continue;
        }
        const label = labelPathOf(file);
        const labelFile = resolveInside(root, label);
        const record: ImageRecord = {
          path,
          file: image,
          ...(split.name !== undefined && { split: split.name }),
          labels: [],
          objects: [],
          origin: { file: label },
        };
        labelled.add(label);
        try {
          yield isFileInside(root, labelFile)
            ? readObjects(readText(labelFile, label), label, record, task, index, context)
            : record;
        } catch (error) {
          if (!ConverterError.isInstance(error)) throw error;
          context.issues.add(issueOf(error, label));
        }
      }
    }
    reportLabelsWithoutImage(root, labelled, context);
  }

  const categories = index.categories;
  const count = index.keypointShape?.[0];
  if (count === undefined) return { categories, images };
  const keypoints = Array.from({ length: count }, (_, point) => String(point));
  return { categories: categories.map((category) => ({ ...category, keypoints })), images };
}

function reportLabelsWithoutImage(root: string, labelled: ReadonlySet<string>, { issues }: ReadContext): void {
  const folders = new Set(
    [...labelled].map((label) =>
      label
        .split('/')
        .slice(0, label.split('/').indexOf('labels') + 1)
        .join('/'),
    ),
  );
  for (const folder of folders) {
    if (folder === '') continue;
    for (const name of listFiles(resolveInside(root, folder))) {
      const label = `${folder}/${name}`;
      if (!name.endsWith('.txt') || name === 'classes.txt' || labelled.has(label)) continue;
      issues.add({
        severity: 'warning',
        code: 'image-missing',
        file: label,
        message: 'no image belongs to this label file; it was not read',
        fix: 'Put the image in its place, or remove the label file.',
      });
    }
  }
}
