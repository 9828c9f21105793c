import { ConverterError } from '../../errors/converter-error.js';
import type { Detection, Format } from '../format.js';
import { cocoCapabilities } from './coco-capabilities.js';
import { findCocoFiles } from './coco-files.js';
import { readCoco } from './read-coco.js';
import { writeCoco } from './write-coco.js';

/** COCO has a JSON file with `images`, `annotations` and `categories`. */
function detectCoco(path: string): Detection | undefined {
  try {
    const [file] = findCocoFiles(path).files;
    return file && { confidence: 0.9, reason: `${file.file} begins like a COCO file` };
  } catch (error) {
    if (ConverterError.isInstance(error)) return undefined;
    throw error;
  }
}

/** COCO JSON: detection, segmentation, keypoints, and labels of whole images. */
export const cocoFormat: Format = {
  title: 'COCO JSON',
  capabilities: cocoCapabilities,
  detect: detectCoco,
  read: readCoco,
  write: writeCoco,
};
