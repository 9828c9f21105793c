import { join } from 'node:path';
import type { Dataset, ImageRecord, ReadContext } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { isFileInside, normalisePath, resolveInside, stemOf } from '../../files/dataset-path.js';
import { isFolder, isImagePath, listFiles } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';
import { JsonDocument } from '../../json/json-document.js';
import { asAttributes } from '../../json/json-values.js';
import { isJsonObject, type JsonObject } from '../../json/parse-json.js';
import { issueOf } from '../../report/issue-of-error.js';
import { readImageSizeFields, readShape } from '../../shapes/read-shape.js';
import { createPacer } from '../../stream/pacer.js';
import type { ReadOptions } from '../format.js';
import { type DatasetFile, readDatasetFile } from './dataset-file.js';

/** Path below the image folder, whether the file says `a.jpg`, `images/a.jpg` or `../images/a.jpg`. */
function imagePathOf(value: JsonObject): string | undefined {
  if (typeof value.imagePath !== 'string' || value.imagePath === '') return undefined;
  return normalisePath(value.imagePath).replace(/^(\.\.\/)*images\//, '');
}

function readLabels({ flags }: JsonObject): string[] {
  return isJsonObject(flags) ? Object.keys(flags).filter((name) => flags[name] === true) : [];
}

function readRecord(
  document: JsonDocument,
  imagesRoot: string,
  splits: DatasetFile['splits'],
): ImageRecord | undefined {
  const { value, file } = document;
  if (!isJsonObject(value) || !Array.isArray(value.shapes)) {
    document.report(['shapes'], {
      code: 'bad-annotation',
      message: '"shapes" is missing or no list',
      fix: 'Write {"imagePath", "shapes": []}.',
    });
    return undefined;
  }
  const path = imagePathOf(value);
  if (path === undefined) {
    document.report(['imagePath'], {
      code: 'missing-image-path',
      message: '"imagePath" is missing',
      fix: 'Name the image file.',
    });
    return undefined;
  }
  const image = resolveInside(imagesRoot, path);
  const isFound = isFileInside(imagesRoot, image);
  if (!isFound) {
    document.report(['imagePath'], {
      code: 'image-missing',
      severity: 'warning',
      message: `${path} is not in the image folder`,
      fix: 'Put the image there, or name its folder (--images-dir).',
    });
  }
  const indices: number[] = [];
  const objects = value.shapes.flatMap((shape, index) => {
    const object = readShape(shape, ['shapes', index], document);
    if (object) indices.push(index);
    return object ?? [];
  });
  const split = splits.get(path);
  const attributes = asAttributes(value.attributes);
  return {
    path,
    ...(isFound && { file: image }),
    ...readImageSizeFields(value),
    ...(split !== undefined && { split }),
    labels: readLabels(value),
    objects,
    ...(attributes && { attributes }),
    origin: {
      file,
      locate: (objectIndex) => {
        const index = indices[objectIndex] ?? 0;
        return { line: document.lineOf(['shapes', index, 'points']), field: `shapes[${index}].points` };
      },
    },
  };
}

/** Opens a DICE folder: `images/` and `annotations/{stem}.json`. */
export async function readDice(root: string, { imagesDir }: ReadOptions): Promise<Dataset> {
  if (!isFolder(join(root, 'annotations'))) {
    throw new ConverterError(`${root} has no folder "annotations"; a DICE dataset has images/ and annotations/.`, {
      code: 'not-a-dataset',
      file: root,
    });
  }
  const imagesRoot = imagesDir ?? join(root, 'images');
  const { categories, splits } = readDatasetFile(root);

  async function* images({ issues, signal }: ReadContext): AsyncGenerator<ImageRecord> {
    const pause = createPacer(signal);
    const seen = new Set<string>();
    for (const name of listFiles(join(root, 'annotations'))) {
      await pause();
      if (!name.endsWith('.json')) continue;
      const file = `annotations/${name}`;
      try {
        const record = readRecord(new JsonDocument(readText(join(root, file), file), file, issues), imagesRoot, splits);
        if (record === undefined) continue;
        if (seen.has(record.path)) {
          issues.add({
            severity: 'error',
            code: 'duplicate-image',
            file,
            field: 'imagePath',
            message: `${record.path} has a second annotation file`,
            fix: 'Keep one annotation file an image.',
            action: 'skipped',
          });
          continue;
        }
        seen.add(record.path);
        yield record;
      } catch (error) {
        if (!ConverterError.isInstance(error)) throw error;
        issues.add(issueOf(error, file));
      }
    }
    for (const path of listFiles(imagesRoot)) {
      await pause();
      if (!isImagePath(path) || seen.has(path)) continue;
      issues.add({
        severity: 'info',
        code: 'image-without-annotation',
        file: `images/${path}`,
        message: `there is no annotations/${stemOf(path)}.json; the image is taken as empty`,
        fix: 'Annotate it, or remove it if it should not be in the dataset.',
      });
      const split = splits.get(path);
      yield {
        path,
        file: resolveInside(imagesRoot, path),
        ...(split !== undefined && { split }),
        labels: [],
        objects: [],
        origin: { file: `images/${path}` },
      };
    }
  }

  return { categories, images };
}
