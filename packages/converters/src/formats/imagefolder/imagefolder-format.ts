import { join } from 'node:path';
import type { Category, Dataset, ImageRecord, ReadContext } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { findParts } from '../../files/dataset-parts.js';
import { resolveInside } from '../../files/dataset-path.js';
import { isFolder, isImagePath, listFiles, listFolders } from '../../files/list-files.js';
import type { IssueSink } from '../../report/issue.js';
import { createPacer } from '../../stream/pacer.js';
import type { Detection, Format, WriteContext, WriteInput } from '../format.js';
import { classOfImage } from './class-of-image.js';
import { imagefolderCapabilities } from './imagefolder-capabilities.js';

function firstImage(folder: string): string | undefined {
  for (const path of listFiles(folder)) if (isImagePath(path)) return path;
  return undefined;
}

function detectImagefolder(root: string): Detection | undefined {
  if (!isFolder(root)) return undefined;
  const [part] = findParts(root);
  const classes = part
    ? listFolders(join(root, part.folder)).filter((name) => name !== 'images' && name !== 'labels')
    : [];
  const found = part && classes.find((name) => firstImage(join(root, part.folder, name)) !== undefined);
  if (part === undefined || found === undefined) return undefined;
  const where = join(part.folder, found);
  return { confidence: 0.4, reason: `the folder ${where} holds images, as folders named after classes do` };
}

async function readImagefolder(root: string): Promise<Dataset> {
  if (!isFolder(root)) throw new ConverterError(`${root} is no folder.`, { code: 'not-a-dataset', file: root });
  const parts = findParts(root);
  const names = [...new Set(parts.flatMap(({ folder }) => listFolders(join(root, folder))))].sort();
  const categories: readonly Category[] = names.map((name) => ({ name }));

  async function* images({ issues, signal }: ReadContext): AsyncGenerator<ImageRecord> {
    const pause = createPacer(signal);
    for (const { folder, split } of parts) {
      for (const path of listFiles(join(root, folder))) {
        await pause();
        if (!isImagePath(path)) continue;
        const file = folder === '' ? path : `${folder}/${path}`;
        const label = path.includes('/') ? path.slice(0, path.indexOf('/')) : undefined;
        if (label === undefined) {
          issues.add({
            severity: 'error',
            code: 'image-without-class',
            file,
            message: 'the image is in no class folder',
            fix: 'Move it into the folder of its class.',
            action: 'skipped',
          });
          continue;
        }
        yield {
          path,
          file: resolveInside(root, file),
          ...(split !== undefined && { split }),
          labels: [label],
          objects: [],
          origin: { file },
        };
      }
    }
  }

  return { categories, images };
}

/** A class's name as a folder's: what would lead elsewhere or hide the folder is replaced. */
function folderOf(name: string): string {
  return name.replace(/[/\\\0]/g, '_').replace(/^\./, '_');
}

function reportRenamed(categories: readonly Category[], issues: IssueSink): void {
  for (const { name } of categories) {
    if (folderOf(name) === name) continue;
    issues.add({
      severity: 'warning',
      code: 'class-renamed',
      file: folderOf(name),
      message: `the class ${JSON.stringify(name)} is no name for a folder; it is written as ${JSON.stringify(folderOf(name))}`,
      fix: 'Rename the class.',
    });
  }
}

/** Every split gets a folder for every class, so that class numbers, which follow the folders, agree between splits. */
async function writeImagefolder(
  { categories, splits, images }: WriteInput,
  { output, issues, signal }: WriteContext,
): Promise<void> {
  const pause = createPacer(signal);
  reportRenamed(categories, issues);
  for (const split of splits.length > 0 ? splits : ['']) {
    for (const { name } of categories) output.makeFolder(split === '' ? folderOf(name) : `${split}/${folderOf(name)}`);
  }
  for await (const image of images) {
    await pause();
    const label = classOfImage(image);
    if (label === undefined) continue;
    const folder = folderOf(label);
    const below = image.path.startsWith(`${folder}/`) ? image.path : `${folder}/${image.path}`;
    const split = splits.length > 0 ? `${image.split ?? 'unsplit'}/` : '';
    output.placeImage(image, split + below);
  }
}

/** Folders named after classes, one image a file, as torchvision and timm read them. */
export const imagefolderFormat: Format = {
  title: 'ImageFolder',
  capabilities: imagefolderCapabilities,
  detect: detectImagefolder,
  read: readImagefolder,
  write: writeImagefolder,
};
