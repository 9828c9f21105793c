import { join } from 'node:path';
import type { Category, Dataset, ImageRecord, ObjectAnnotation, ReadContext } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { ByteRanges } from '../../files/byte-ranges.js';
import { isFileInside, normalisePath, resolveInside } from '../../files/dataset-path.js';
import { isFolder } from '../../files/list-files.js';
import { asAttributes, asSize } from '../../json/json-values.js';
import { locateJson } from '../../json/locate-json.js';
import { isJsonObject, parseJson } from '../../json/parse-json.js';
import { issueOf } from '../../report/issue-of-error.js';
import { createPacer } from '../../stream/pacer.js';
import type { ReadOptions } from '../format.js';
import { AnnotationIndex, type ElementPlace } from './annotation-index.js';
import { type CocoFile, findCocoFiles } from './coco-files.js';
import { readAnnotation } from './read-annotation.js';
import { readCategory } from './read-category.js';

interface OpenCocoFile extends CocoFile {
  readonly index: AnnotationIndex;
  readonly names: ReadonlyMap<number, string>;
}

function openFile(file: CocoFile, categories: Map<string, Category>): OpenCocoFile {
  const index = new AnnotationIndex(file.path, file.file);
  using ranges = new ByteRanges(file.path, file.file);
  const names = new Map<number, string>();
  const entries = index.categories.map((place) =>
    readCategory(parseJson(ranges.text(place.start, place.end), file.file, place.line), { ...place, file: file.file }),
  );
  const seen = new Set<string>();
  for (const [at, category] of entries.entries()) {
    if (seen.has(category.name) || names.has(category.id)) {
      throw new ConverterError(
        `${file.file}: two categories have the ${seen.has(category.name) ? `name ${JSON.stringify(category.name)}` : `id ${category.id}`}; rename or merge them.`,
        { code: 'duplicate-category', file: file.file, line: index.categories[at]?.line, field: `categories[${at}]` },
      );
    }
    seen.add(category.name);
    names.set(category.id, category.name);
    if (!categories.has(category.name)) categories.set(category.name, category);
  }
  return { ...file, index, names };
}

/** Reads the elements of one file as images. */
class CocoImageReader {
  readonly #file: OpenCocoFile;
  readonly #ranges: ByteRanges;
  readonly #context: ReadContext;
  #folder: string | undefined;

  constructor(file: OpenCocoFile, ranges: ByteRanges, context: ReadContext) {
    this.#file = file;
    this.#ranges = ranges;
    this.#context = context;
  }

  read(place: ElementPlace, annotations: readonly ElementPlace[], isRepeated: boolean): ImageRecord | undefined {
    const value = this.#parse(place);
    const name = isJsonObject(value) ? value.file_name : undefined;
    if (!isJsonObject(value) || typeof name !== 'string' || name === '') {
      this.#report(
        place,
        'images',
        'file_name',
        'missing-file-name',
        'an image has no "file_name"',
        'Name the image file.',
      );
      return undefined;
    }
    if (isRepeated) {
      const message = `the id ${JSON.stringify(value.id)} of ${name} is another image's already`;
      this.#report(place, 'images', 'id', 'duplicate-image', message, 'Give each image an id of its own.');
      return undefined;
    }
    const path = normalisePath(name);
    const file = this.#findImage(path, place);
    const { objects, labels, places } = this.#readAnnotations(annotations);
    const width = asSize(value.width);
    const height = asSize(value.height);
    const attributes = asAttributes(value.attributes);
    return {
      path,
      ...(file !== undefined && { file }),
      ...(width !== undefined && height !== undefined && { width, height }),
      ...(this.#file.split !== undefined && { split: this.#file.split }),
      labels,
      objects,
      ...(attributes && { attributes }),
      origin: {
        file: this.#file.file,
        line: place.line,
        locate: (object) => {
          const found = places[object] ?? place;
          return { line: found.line, field: `annotations[${found.index}]` };
        },
      },
    };
  }

  reportOrphan(place: ElementPlace): void {
    const message = 'no image of this file has the "image_id" of this annotation';
    this.#report(place, 'annotations', 'image_id', 'unknown-image', message, 'Add the image, or correct the number.');
  }

  #readAnnotations(annotations: readonly ElementPlace[]): {
    objects: ObjectAnnotation[];
    labels: string[];
    places: ElementPlace[];
  } {
    const objects: ObjectAnnotation[] = [];
    const labels: string[] = [];
    const places: ElementPlace[] = [];
    for (const place of annotations) {
      const result = readAnnotation(this.#parse(place), (id) => this.#file.names.get(id));
      if ('object' in result) {
        objects.push(result.object);
        places.push(place);
      } else if ('label' in result) labels.push(result.label);
      else this.#report(place, 'annotations', result.field, result.code, result.message, result.fix);
    }
    return { objects, labels, places };
  }

  #parse({ start, end, line }: ElementPlace): ReturnType<typeof parseJson> {
    return parseJson(this.#ranges.text(start, end), this.#file.file, line);
  }

  #report(place: ElementPlace, list: string, field: string, code: string, message: string, fix: string): void {
    const line = place.line - 1 + locateJson(this.#ranges.text(place.start, place.end), [field]);
    this.#context.issues.add({
      severity: 'error',
      code,
      file: this.#file.file,
      line,
      field: `${list}[${place.index}].${field}`,
      message,
      fix,
      action: 'skipped',
    });
  }

  #findImage(path: string, place: ElementPlace): string | undefined {
    const folders = this.#folder === undefined ? this.#file.imageFolders : [this.#folder, ...this.#file.imageFolders];
    for (const folder of folders) {
      const image = resolveInside(folder, path);
      if (isFileInside(folder, image)) {
        this.#folder = folder;
        return image;
      }
    }
    this.#context.issues.add({
      severity: 'warning',
      code: 'image-missing',
      file: this.#file.file,
      line: place.line,
      field: `images[${place.index}].file_name`,
      message: `${path} was not found`,
      fix: 'Put the images into images/, or name their folder (--images-dir).',
    });
    return undefined;
  }
}

/** Opens a COCO folder or file. Files larger than memory are fine: only an index of them is kept. */
export async function readCoco(path: string, { imagesDir }: ReadOptions): Promise<Dataset> {
  const { root, files, passedOver } = findCocoFiles(path);
  const categories = new Map<string, Category>();
  const opened = files
    .map((file) =>
      imagesDir === undefined
        ? file
        : { ...file, imageFolders: [join(imagesDir, file.split ?? ''), imagesDir].filter(isFolder) },
    )
    .map((file) => openFile(file, categories));

  async function* images(context: ReadContext): AsyncGenerator<ImageRecord> {
    const pause = createPacer(context.signal);
    for (const file of passedOver) {
      context.issues.add({
        severity: 'info',
        code: 'file-passed-over',
        file,
        message: `it describes images that another file of ${root} describes too; it was not read`,
        fix: 'Convert that file by its own path if it is the one you mean.',
      });
    }
    for (const file of opened) {
      using ranges = new ByteRanges(file.path, file.file);
      const reader = new CocoImageReader(file, ranges, context);
      for (const { image, annotations, isRepeated } of file.index.images()) {
        await pause();
        try {
          const record = reader.read(image, annotations, isRepeated);
          if (record) yield record;
        } catch (error) {
          if (!ConverterError.isInstance(error) || error.code === 'bad-json') throw error;
          context.issues.add(issueOf(error, file.file));
        }
      }
      for (const orphan of file.index.orphans()) reader.reportOrphan(orphan);
    }
  }

  return { categories: [...categories.values()], images };
}
