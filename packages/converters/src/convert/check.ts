import type { ConversionReport } from '../report/conversion-report.js';
import type { CheckOptions } from './convert-options.js';
import { surveySource } from './survey-source.js';

/**
 * Reads a dataset through and reports what is in it and what is wrong with it. Writes nothing, and does not throw for
 * what it finds on single images.
 *
 * @throws ConverterError when there is no such dataset, or a file that concerns all images is broken.
 */
export async function check(input: string, options: CheckOptions = {}): Promise<ConversionReport> {
  return (await surveySource(input, options)).report;
}
