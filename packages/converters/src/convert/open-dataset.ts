import { resolve } from 'node:path';
import type { Dataset } from '../dataset/dataset.js';
import type { ReadOptions } from '../formats/format.js';
import { detectFormat, type FormatName, formats } from '../formats/registry.js';

/**
 * Opens a dataset to read its images one by one.
 *
 * @throws ConverterError when it is not of its format, or none was recognised.
 */
export async function openDataset(
  input: string,
  options: ReadOptions & { readonly from?: FormatName } = {},
): Promise<Dataset> {
  const path = resolve(input);
  return formats[options.from ?? detectFormat(path).format].read(path, options);
}
