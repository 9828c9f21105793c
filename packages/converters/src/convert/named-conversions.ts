import type { FormatName } from '../formats/registry.js';
import type { ConversionReport } from '../report/conversion-report.js';
import { convert } from './convert.js';
import type { ConvertOptions } from './convert-options.js';

/** Options of a conversion whose source format is given by its name. */
export type NamedConvertOptions = Omit<ConvertOptions, 'from'>;

/** Options of a conversion to or from YOLO. */
export interface YoloConvertOptions extends NamedConvertOptions {
  /** What the label rows hold. @default 'detect' */
  readonly task?: 'detect' | 'segment' | 'obb' | 'pose' | undefined;
}

const yoloFormats = {
  detect: 'yolo',
  segment: 'yolo-segment',
  obb: 'yolo-obb',
  pose: 'yolo-pose',
} as const satisfies Record<string, FormatName>;

/** DICE → YOLO: `images/`, `labels/` and `data.yaml`. Fails like `convert`. */
export async function diceToYolo(
  input: string,
  output: string,
  options: YoloConvertOptions = {},
): Promise<ConversionReport> {
  return convert(input, yoloFormats[options.task ?? 'detect'], output, { ...options, from: 'dice' });
}

/** YOLO → DICE. Fails like `convert`. */
export async function yoloToDice(
  input: string,
  output: string,
  options: YoloConvertOptions = {},
): Promise<ConversionReport> {
  return convert(input, 'dice', output, { ...options, from: yoloFormats[options.task ?? 'detect'] });
}

/**
 * DICE → ImageFolder for classification. An image's class is its label (`flags`), or else the category whose objects
 * cover most of it, which is a loss and so needs `lossy: 'warn'`. Fails like `convert`.
 */
export async function diceToImageFolder(
  input: string,
  output: string,
  options: NamedConvertOptions = {},
): Promise<ConversionReport> {
  return convert(input, 'imagefolder', output, { ...options, from: 'dice' });
}

/** DICE → COCO: `annotations/instances*.json` and `images/`. Fails like `convert`. */
export async function diceToCoco(
  input: string,
  output: string,
  options: NamedConvertOptions = {},
): Promise<ConversionReport> {
  return convert(input, 'coco', output, { ...options, from: 'dice' });
}

/** COCO → DICE. Fails like `convert`. */
export async function cocoToDice(
  input: string,
  output: string,
  options: NamedConvertOptions = {},
): Promise<ConversionReport> {
  return convert(input, 'dice', output, { ...options, from: 'coco' });
}
