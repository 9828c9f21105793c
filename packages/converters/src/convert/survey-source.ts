import { resolve } from 'node:path';
import { checkImage } from '../dataset/check-image.js';
import type { Category, ImageRecord, ReadContext } from '../dataset/dataset.js';
import { namesOn, Survey } from '../dataset/survey.js';
import { detectFormat, type FormatName, formats } from '../formats/registry.js';
import type { ConversionReport } from '../report/conversion-report.js';
import { IssueCollector } from '../report/issue-collector.js';
import { assignSplits, type SplitItem } from '../splits/assign-splits.js';
import type { SplitOptions } from '../splits/split-options.js';
import { SplitTally } from '../splits/split-tally.js';
import type { CheckOptions } from './convert-options.js';

/** Images between two calls of `onProgress`. */
export const PROGRESS_INTERVAL = 100;

/** A source that was read through once: what is in it, what is wrong with it, and how it is divided. */
export interface SurveyedSource {
  readonly from: FormatName;
  readonly categories: readonly Category[];
  readonly survey: Survey;
  readonly issues: IssueCollector;
  readonly splits: SplitTally;
  readonly report: ConversionReport;
  /** Reads the images again, checked under the policy and with their splits. */
  images(context: ReadContext): AsyncGenerator<ImageRecord>;
}

function withSplit(image: ImageRecord, split: string | undefined): ImageRecord {
  if (image.split === split) return image;
  const { split: _, ...rest } = image;
  return split === undefined ? rest : { ...rest, split };
}

/**
 * Reads a source once through.
 *
 * @throws ConverterError when it is not of its format, or a file that concerns all images is broken.
 */
export async function surveySource(
  input: string,
  options: CheckOptions,
  splitOptions?: SplitOptions,
): Promise<SurveyedSource> {
  const { policy = 'strict', signal, onProgress } = options;
  const path = resolve(input);
  const guess = options.from === undefined ? detectFormat(path) : { format: options.from, reason: undefined };
  const dataset = await formats[guess.format].read(path, options);
  const issues = new IssueCollector();
  const survey = new Survey();
  const splits = new SplitTally();
  const numbers = new Map<string, number>();
  const items: (SplitItem & { readonly objects: number })[] = [];
  const numberOf = (name: string): number => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };

  for await (const original of dataset.images({ issues, signal })) {
    const image = checkImage(original, policy, issues);
    survey.add(image);
    const names = namesOn(image);
    if (splitOptions) items.push({ path: image.path, labels: [...names].map(numberOf), objects: image.objects.length });
    else splits.add(image.split, names, image.objects.length);
    if (survey.images % PROGRESS_INTERVAL === 0) onProgress?.({ phase: 'check', images: survey.images });
  }
  onProgress?.({ phase: 'check', images: survey.images });

  const assigned = splitOptions && assignSplits(items, splitOptions);
  const names = [...numbers.keys()];
  assigned?.forEach((split, index) => {
    const { labels = [], objects = 0 } = items[index] ?? {};
    splits.add(
      split,
      labels.map((label) => names[label] ?? ''),
      objects,
    );
  });
  if (splitOptions) survey.setSplits(assigned?.filter((split) => split !== undefined).length ?? 0);
  const categories = survey.categories(dataset.categories);
  survey.addCategories(categories);

  return {
    from: guess.format,
    categories,
    survey,
    issues,
    splits,
    report: {
      from: guess.format,
      detection: guess.reason,
      images: survey.images,
      objects: survey.objects,
      categories: survey.categoryCounts(categories),
      splits: splits.counts(),
      issues: issues.issues,
      counts: issues.counts,
      countsByCode: issues.countsByCode,
      skipped: issues.skipped,
      repaired: issues.repaired,
      losses: [],
      imagesWritten: 0,
      imageFilesPlaced: 0,
      annotationFilesWritten: 0,
    },
    async *images(context) {
      let index = 0;
      for await (const original of dataset.images(context)) {
        const image = checkImage(original, policy, context.issues);
        yield assigned ? withSplit(image, assigned[index]) : image;
        index++;
      }
    },
  };
}
