export { check } from './convert/check.js';
export { convert } from './convert/convert.js';
export type { CheckOptions, ConvertOptions } from './convert/convert-options.js';
export type { Loss } from './convert/losses.js';
export {
  cocoToDice,
  diceToCoco,
  diceToImageFolder,
  diceToYolo,
  type YoloConvertOptions,
  yoloToDice,
} from './convert/named-conversions.js';
export { openDataset } from './convert/open-dataset.js';
export type { Policy } from './dataset/check-image.js';
export type { Category, Dataset, ImageRecord, ObjectAnnotation } from './dataset/dataset.js';
export type { Capabilities, Feature } from './dataset/feature.js';
export { ConverterError } from './errors/converter-error.js';
export { InvalidDatasetError } from './errors/invalid-dataset-error.js';
export { LossyConversionError } from './errors/lossy-conversion-error.js';
export type { ImageMode } from './files/output-folder.js';
export { detectFormat, type FormatName, formats } from './formats/registry.js';
export type { ConversionReport } from './report/conversion-report.js';
export type { Issue } from './report/issue.js';
export { IssueCollector } from './report/issue-collector.js';
export type { SplitOptions } from './splits/split-options.js';
