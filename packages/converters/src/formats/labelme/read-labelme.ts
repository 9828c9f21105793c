import { join } from 'node:path';
import type { Dataset, ImageRecord, ReadContext } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { type DatasetPart, findParts } from '../../files/dataset-parts.js';
import { baseName, isFileInside, normalisePath, resolveInside, stemOf } from '../../files/dataset-path.js';
import { isImagePath, listFiles } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';
import { JsonDocument } from '../../json/json-document.js';
import { isJsonObject } from '../../json/parse-json.js';
import { issueOf } from '../../report/issue-of-error.js';
import { readImageSizeFields, readShape } from '../../shapes/read-shape.js';
import { createPacer } from '../../stream/pacer.js';
import type { ReadOptions } from '../format.js';
import { mergeParts } from './merge-parts.js';

function readRecord(
  document: JsonDocument,
  name: string,
  part: DatasetPart,
  imagesRoot: string,
): ImageRecord | undefined {
  const { value, file } = document;
  if (!isJsonObject(value) || !Array.isArray(value.shapes)) {
    document.report(['shapes'], {
      code: 'bad-annotation',
      message: '"shapes" is missing or no list',
      fix: 'Save the file with LabelMe again.',
    });
    return undefined;
  }
  const folder = name.slice(0, name.length - baseName(name).length);
  const given = typeof value.imagePath === 'string' ? baseName(normalisePath(value.imagePath)) : '';
  const path = folder + (given === '' ? `${baseName(stemOf(name))}.jpg` : given);
  const image = resolveInside(imagesRoot, path);
  const isFound = isFileInside(imagesRoot, image);
  if (!isFound) {
    const message = `${path} was not found`;
    document.report(['imagePath'], {
      code: 'image-missing',
      severity: 'warning',
      message,
      fix: 'Put the image beside its JSON file.',
    });
  }
  const shapes = value.shapes.flatMap((item, shape) => {
    const object = readShape(item, ['shapes', shape], document);
    return object ? [{ object, shape }] : [];
  });
  const merged = mergeParts(shapes);
  const { flags } = value;
  return {
    path,
    ...(isFound && { file: image }),
    ...readImageSizeFields(value),
    ...(part.split !== undefined && { split: part.split }),
    labels: isJsonObject(flags) ? Object.keys(flags).filter((flag) => flags[flag] === true) : [],
    objects: merged.map(({ object }) => object),
    origin: {
      file,
      locate: (index) => {
        const shape = merged[index]?.shape ?? 0;
        return { line: document.lineOf(['shapes', shape, 'points']), field: `shapes[${shape}].points` };
      },
    },
  };
}

/** Opens a LabelMe folder: a JSON file beside each image, by split or not. */
export async function readLabelme(root: string, { imagesDir }: ReadOptions): Promise<Dataset> {
  const parts = findParts(root);

  async function* images({ issues, signal }: ReadContext): AsyncGenerator<ImageRecord> {
    const pause = createPacer(signal);
    for (const part of parts) {
      const imagesRoot = imagesDir ?? join(root, part.folder);
      const seen = new Set<string>();
      for (const name of listFiles(join(root, part.folder))) {
        await pause();
        if (!name.endsWith('.json')) continue;
        const file = part.folder === '' ? name : `${part.folder}/${name}`;
        try {
          const record = readRecord(
            new JsonDocument(readText(join(root, file), file), file, issues),
            name,
            part,
            imagesRoot,
          );
          if (record === undefined) continue;
          seen.add(record.path);
          yield record;
        } catch (error) {
          if (!ConverterError.isInstance(error)) throw error;
          issues.add(issueOf(error, file));
        }
      }
      for (const path of listFiles(imagesRoot)) {
        if (!isImagePath(path) || seen.has(path)) continue;
        issues.add({
          severity: 'info',
          code: 'image-without-annotation',
          file: path,
          message: 'there is no JSON file for this image; it is taken as empty',
          fix: 'Annotate it, or remove it if it should not be in the dataset.',
        });
        const split = part.split === undefined ? {} : { split: part.split };
        yield {
          path,
          file: resolveInside(imagesRoot, path),
          ...split,
          labels: [],
          objects: [],
          origin: { file: path },
        };
      }
    }
  }

  return { categories: [], images };
}
