import { join } from 'node:path';
import type { Category, Dataset, ImageRecord, ReadContext } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { baseName, resolveInside } from '../../files/dataset-path.js';
import { isFolder, isImagePath, listFiles, listFolders } from '../../files/list-files.js';
import type { IssueSink } from '../../report/issue.js';
import { splitOfFolder } from '../../splits/split-name.js';
import { createPacer } from '../../stream/pacer.js';
import type { Detection, Format, WriteContext, WriteInput } from '../format.js';
import { classOfImage } from './class-of-image.js';
import { imagefolderCapabilities } from './imagefolder-capabilities.js';

interface Part {
  readonly folder: string;
  readonly split: string | undefined;
}

function partsOf(root: string): readonly Part[] {
  const folders = listFolders(root);
  const splits = folders.filter((name) => splitOfFolder(name) !== undefined);
  const areSplits = splits.length > 0 && splits.length === folders.length;
  return areSplits
    ? splits.map((name) => ({ folder: join(root, name), split: splitOfFolder(name) }))
    : [{ folder: root, split: undefined }];
}

function firstImage(folder: string): string | undefined {
  for (const path of listFiles(folder)) if (isImagePath(path)) return path;
  return undefined;
}

function detectImagefolder(root: string): Detection | undefined {
  if (!isFolder(root)) return undefined;
  const [part] = partsOf(root);
  const classes = part ? listFolders(part.folder).filter((name) => name !== 'images' && name !== 'labels') : [];
  const found = part && classes.find((name) => firstImage(join(part.folder, name)) !== undefined);
  if (part === undefined || found === undefined) return undefined;
  const where = part.split === undefined ? found : `${baseName(part.folder)}/${found}`;
  return { confidence: 0.4, reason: `the folder ${where} holds images, as folders named after classes do` };
}

async function readImagefolder(root: string): Promise<Dataset> {
  if (!isFolder(root)) throw new ConverterError(`${root} is no folder.`, { code: 'not-a-dataset', file: root });
  const parts = partsOf(root);
  const names = [...new Set(parts.flatMap(({ folder }) => listFolders(folder)))].sort();
  const categories: readonly Category[] = names.map((name) => ({ name }));

  async function* images({ issues, signal }: ReadContext): AsyncGenerator<ImageRecord> {
    const pause = createPacer(signal);
    for (const { folder, split } of parts) {
      for (const path of listFiles(folder)) {
        await pause();
        if (!isImagePath(path)) continue;
        const file = folder === root ? path : `${baseName(folder)}/${path}`;
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
          file: resolveInside(folder, path),
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
