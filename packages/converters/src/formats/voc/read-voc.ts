import { join } from 'node:path';
import type { Dataset, ImageRecord, ObjectAnnotation, ReadContext } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { baseName, isFileInside, normalisePath, resolveInside, stemOf } from '../../files/dataset-path.js';
import { isImagePath, listFiles } from '../../files/list-files.js';
import { readText } from '../../files/read-text.js';
import { issueOf } from '../../report/issue-of-error.js';
import { createPacer } from '../../stream/pacer.js';
import { childOf, childrenOf, parseXml, type XmlElement } from '../../xml/xml-element.js';
import type { ReadOptions } from '../format.js';
import { readImageSets } from './image-sets.js';
import { readObject } from './read-object.js';
import { requireVocParts, type VocPart } from './voc-layout.js';

const extensions = ['jpg', 'jpeg', 'png', 'JPG', 'JPEG', 'PNG', 'bmp', 'webp', 'tif', 'tiff'];

interface FoundImage {
  readonly path: string;
  readonly file?: string;
}

/** Reads the XML files of one part. */
class VocImageReader {
  readonly #root: string;
  readonly #part: VocPart;
  readonly #imagesRoot: string;
  readonly #firstPixel: number;
  readonly #imageSets: ReadonlyMap<string, string>;
  readonly #context: ReadContext;

  constructor(
    root: string,
    part: VocPart,
    options: ReadOptions,
    imageSets: ReadonlyMap<string, string>,
    context: ReadContext,
  ) {
    this.#root = root;
    this.#part = part;
    this.#imagesRoot = options.imagesDir ?? join(root, part.images);
    this.#firstPixel = options.vocFirstPixel ?? 1;
    this.#imageSets = imageSets;
    this.#context = context;
  }

  read(name: string): ImageRecord {
    const file = this.#below(this.#part.annotations, name);
    const element = parseXml(readText(join(this.#root, file), file), file);
    if (element.name !== 'annotation') {
      throw new ConverterError(`${file}:${element.line}: the root is <${element.name}>, not <annotation>.`, {
        code: 'bad-annotation',
        file,
        line: element.line,
      });
    }
    const found = this.#findImage(name, element, file);
    const size = childOf(element, 'size');
    const width = Number(childOf(size, 'width')?.text ?? 0);
    const height = Number(childOf(size, 'height')?.text ?? 0);
    const { objects, lines } = this.#readObjects(element, file);
    return {
      ...found,
      ...(width > 0 && height > 0 && { width, height }),
      ...this.#splitOf(stemOf(name)),
      labels: [],
      objects,
      origin: {
        file,
        line: element.line,
        locate: (object) => ({ line: lines[object] ?? element.line, field: 'bndbox' }),
      },
    };
  }

  /** Images that have no XML file. */
  *unannotated(seen: ReadonlySet<string>): Generator<ImageRecord> {
    for (const path of listFiles(this.#imagesRoot)) {
      if (!isImagePath(path) || seen.has(path)) continue;
      const file = this.#below(this.#part.images, path);
      this.#context.issues.add({
        severity: 'info',
        code: 'image-without-annotation',
        file,
        message: 'there is no XML file for this image; it is taken as empty',
        fix: 'Annotate it, or remove it if it should not be in the dataset.',
      });
      yield {
        path,
        file: resolveInside(this.#imagesRoot, path),
        ...this.#splitOf(stemOf(path)),
        labels: [],
        objects: [],
        origin: { file },
      };
    }
  }

  #below(folder: string, path: string): string {
    return folder === '' ? path : `${folder}/${path}`;
  }

  #splitOf(stem: string): { split?: string } {
    const split = this.#part.split ?? this.#imageSets.get(stem);
    return split === undefined ? {} : { split };
  }

  #readObjects(element: XmlElement, file: string): { objects: ObjectAnnotation[]; lines: number[] } {
    const objects: ObjectAnnotation[] = [];
    const lines: number[] = [];
    for (const [index, child] of childrenOf(element, 'object').entries()) {
      const object = readObject(child, this.#firstPixel);
      if ('message' in object) {
        const field = `object[${index}].${object.field}`;
        this.#context.issues.add({ ...object, severity: 'error', file, field, action: 'skipped' });
        continue;
      }
      objects.push(object);
      lines.push(childOf(child, 'bndbox')?.line ?? child.line);
    }
    return { objects, lines };
  }

  /** By the name the file gives; where that is another image's or none, by the stem of the XML file. */
  #findImage(name: string, element: XmlElement, file: string): FoundImage {
    const stem = stemOf(name);
    const given = baseName(normalisePath(childOf(element, 'filename')?.text ?? ''));
    const folder = stem.slice(0, stem.length - baseName(stem).length);
    const own = given !== '' && stemOf(given) === baseName(stem) ? [folder + given] : [];
    const candidates = [
      ...own,
      ...extensions.map((extension) => `${stem}.${extension}`),
      ...(given === '' ? [] : [folder + given]),
    ];
    for (const path of new Set(candidates)) {
      const image = resolveInside(this.#imagesRoot, path);
      if (!isFileInside(this.#imagesRoot, image)) continue;
      if (given !== '' && path !== folder + given && path !== folder + given.replaceAll(' ', '_')) {
        this.#report(
          'filename-mismatch',
          file,
          element,
          `<filename> says ${JSON.stringify(given)}, the image is ${path}`,
        );
      }
      return { path, file: image };
    }
    const path = folder + (given === '' ? `${baseName(stem)}.jpg` : given);
    this.#report('image-missing', file, element, `${path} was not found`);
    return { path };
  }

  #report(code: string, file: string, element: XmlElement, message: string): void {
    const line = childOf(element, 'filename')?.line ?? element.line;
    const fix = 'Correct <filename>, put the image in its place, or name the folder of the images (--images-dir).';
    this.#context.issues.add({ severity: 'warning', code, file, line, field: 'filename', message, fix });
  }
}

/** Opens a Pascal VOC folder. */
export async function readVoc(root: string, options: ReadOptions): Promise<Dataset> {
  const parts = requireVocParts(root);
  const imageSets = readImageSets(root);

  async function* images(context: ReadContext): AsyncGenerator<ImageRecord> {
    const pause = createPacer(context.signal);
    for (const part of parts) {
      const reader = new VocImageReader(root, part, options, imageSets, context);
      const seen = new Set<string>();
      for (const name of listFiles(join(root, part.annotations))) {
        await pause();
        if (!name.endsWith('.xml')) continue;
        try {
          const record = reader.read(name);
          seen.add(record.path);
          yield record;
        } catch (error) {
          if (!ConverterError.isInstance(error)) throw error;
          context.issues.add(issueOf(error, name));
        }
      }
      yield* reader.unannotated(seen);
    }
  }

  return { categories: [], images };
}
