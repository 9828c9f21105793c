import { UnknownFormatError } from '../errors/unknown-format-error.js';
import { cocoFormat } from './coco/coco-format.js';
import { diceFormat } from './dice/dice-format.js';
import { dotaFormat } from './dota/dota-format.js';
import type { Detection, Format } from './format.js';
import { imagefolderFormat } from './imagefolder/imagefolder-format.js';
import { kittiFormat } from './kitti/kitti-format.js';
import { labelmeFormat } from './labelme/labelme-format.js';
import { vocFormat } from './voc/voc-format.js';
import { yoloDetectFormat, yoloObbFormat, yoloPoseFormat, yoloSegmentFormat } from './yolo/yolo-format.js';

/** Names of all formats, as options and the command line take them. */
export type FormatName =
  | 'dice'
  | 'yolo'
  | 'yolo-segment'
  | 'yolo-obb'
  | 'yolo-pose'
  | 'coco'
  | 'voc'
  | 'labelme'
  | 'kitti'
  | 'dota'
  | 'imagefolder';

/** Every format by its name. */
export const formats: Readonly<Record<FormatName, Format>> = {
  dice: diceFormat,
  yolo: yoloDetectFormat,
  'yolo-segment': yoloSegmentFormat,
  'yolo-obb': yoloObbFormat,
  'yolo-pose': yoloPoseFormat,
  coco: cocoFormat,
  voc: vocFormat,
  labelme: labelmeFormat,
  kitti: kittiFormat,
  dota: dotaFormat,
  imagefolder: imagefolderFormat,
};

/** Names of all formats, in the order in which they are listed to people. */
export const formatNames = Object.keys(formats) as readonly FormatName[];

/** Whether a text is the name of a format. */
export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}

/** A format that a source may be in. */
export interface FormatGuess extends Detection {
  readonly format: FormatName;
}

/** All formats that a folder or file may be in, the likeliest first. */
export function guessFormats(path: string): readonly FormatGuess[] {
  return formatNames
    .flatMap((format) => {
      const detection = formats[format].detect(path);
      return detection ? [{ format, ...detection }] : [];
    })
    .sort((a, b) => b.confidence - a.confidence);
}

/**
 * The format of a folder or file, recognised from a few of its files.
 *
 * @throws UnknownFormatError when none fits, or two fit equally well.
 */
export function detectFormat(path: string): FormatGuess {
  const [best, second] = guessFormats(path);
  if (best === undefined) {
    const message = `The format of ${path} was not recognised; name it (--from), one of ${formatNames.join(', ')}.`;
    throw new UnknownFormatError(message, path);
  }
  if (second !== undefined && second.confidence === best.confidence) {
    const message = `${path} may be ${best.format} (${best.reason}) or ${second.format} (${second.reason}); name the one you mean (--from).`;
    throw new UnknownFormatError(message, path);
  }
  return best;
}
