import { resolve, sep } from 'node:path';
import type { ImageRecord } from '../dataset/dataset.js';
import { ConverterError } from '../errors/converter-error.js';
import { InvalidDatasetError } from '../errors/invalid-dataset-error.js';
import { LossyConversionError } from '../errors/lossy-conversion-error.js';
import { OutputFolder } from '../files/output-folder.js';
import { type FormatName, formats } from '../formats/registry.js';
import type { ConversionReport } from '../report/conversion-report.js';
import { silentIssues } from '../report/issue.js';
import type { ConvertOptions } from './convert-options.js';
import { listLosses } from './losses.js';
import { PROGRESS_INTERVAL, type SurveyedSource, surveySource } from './survey-source.js';

function assertApart(input: string, output: string): void {
  const [from, to] = [resolve(input), resolve(output)];
  if (from !== to && !from.startsWith(to + sep)) return;
  throw new ConverterError(`The output ${output} is the input or holds it; choose another folder.`, {
    code: 'output-is-input',
    file: output,
  });
}

async function* withProgress(
  source: SurveyedSource,
  { signal, onProgress }: ConvertOptions,
): AsyncGenerator<ImageRecord> {
  const total = source.survey.images;
  let images = 0;
  // The first pass has reported the issues already.
  for await (const image of source.images({ issues: silentIssues, signal })) {
    yield image;
    if (++images % PROGRESS_INTERVAL === 0) onProgress?.({ phase: 'write', images, total });
  }
  onProgress?.({ phase: 'write', images, total });
}

/**
 * Converts a dataset. The source is read twice: once to check it and to find what the target cannot hold, then to write
 * it. An image takes part in memory only while it is at hand.
 *
 * @param output folder to write to; made if need be, and not touched when the conversion is refused.
 * @throws InvalidDatasetError under the policy `strict` when the source has errors.
 * @throws LossyConversionError unless `lossy` is `warn`, when the target cannot hold all of the source.
 * @throws ConverterError when there is no such dataset, the output is in the way, or (`incomplete-output`, under `strict`)
 * the target needs an image's size and neither annotations nor pixels give it.
 */
export async function convert(
  input: string,
  to: FormatName,
  output: string,
  options: ConvertOptions = {},
): Promise<ConversionReport> {
  assertApart(input, output);
  const { policy = 'strict', lossy = 'error', images: mode = 'copy', overwrite = false, signal } = options;
  const source = await surveySource(input, options, options.splits);
  const target = formats[to];
  const losses = listLosses(source.survey.features, target.capabilities);
  const report = { ...source.report, to, losses };
  if (policy === 'strict' && report.counts.error > 0) throw new InvalidDatasetError(report);
  if (losses.length > 0) {
    options.onLosses?.(losses);
    if (lossy === 'error') throw new LossyConversionError(target.title, losses);
  }
  if (options.dryRun) return report;

  const { issues, categories, splits } = source;
  const folder = new OutputFolder(output, mode, overwrite, issues);
  await target.write(
    { categories, splits: splits.names, images: withProgress(source, options) },
    { output: folder, issues, signal },
  );
  if (policy === 'strict' && issues.counts.error > 0) {
    const first = issues.issues.find(({ severity }) => severity === 'error');
    throw new ConverterError(
      `${output} is incomplete: ${issues.counts.error} images could not be written. First: ${first?.message}. ${first?.fix}`,
      {
        code: 'incomplete-output',
        file: first?.file,
        line: first?.line,
      },
    );
  }
  const { imagesWritten, imageFilesPlaced, annotationFilesWritten } = folder;
  const { skipped, repaired } = issues;
  return { ...report, skipped, repaired, imagesWritten, imageFilesPlaced, annotationFilesWritten };
}
