import { join } from 'node:path';
import { headOf } from '../../files/head-of.js';
import { isFolder, listFiles } from '../../files/list-files.js';
import type { Detection, Format } from '../format.js';
import { readVoc } from './read-voc.js';
import { vocCapabilities } from './voc-capabilities.js';
import { findVocParts } from './voc-layout.js';
import { writeVoc } from './write-voc.js';

/** VOC has XML files whose root is `<annotation>`. */
function detectVoc(root: string): Detection | undefined {
  if (!isFolder(root)) return undefined;
  for (const { annotations } of findVocParts(root)) {
    for (const name of listFiles(join(root, annotations))) {
      if (!name.endsWith('.xml') || !headOf(join(root, annotations, name)).includes('<annotation')) continue;
      return {
        confidence: 0.95,
        reason: `${annotations === '' ? '' : `${annotations}/`}${name} has the root <annotation>`,
      };
    }
  }
  return undefined;
}

/** Pascal VOC XML. */
export const vocFormat: Format = {
  title: 'Pascal VOC',
  capabilities: vocCapabilities,
  detect: detectVoc,
  read: readVoc,
  write: writeVoc,
};
