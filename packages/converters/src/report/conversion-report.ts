import type { Loss } from '../convert/losses.js';
import type { Issue, Severity } from './issue.js';

/** How much one category is used. */
export interface CategoryCount {
  readonly name: string;
  /** Objects of the category. */
  readonly objects: number;
  /** Images that have it as an object or as their own label. */
  readonly images: number;
}

/** What one split got. */
export interface SplitCount {
  readonly name: string;
  readonly images: number;
  readonly objects: number;
  /** How many of its images have each category. */
  readonly imagesByCategory: Readonly<Record<string, number>>;
}

/** Everything a conversion or a check found and did. */
export interface ConversionReport {
  readonly from: string;
  /** Undefined for a check, which writes nothing. */
  readonly to?: string | undefined;
  /** Why the source was taken for that format, when it was not named. */
  readonly detection?: string | undefined;
  readonly images: number;
  readonly objects: number;
  readonly categories: readonly CategoryCount[];
  /** Splits after any new assignment; images without one are under the name "". */
  readonly splits: readonly SplitCount[];
  /** Found issues, in the order of the source; no more than the collector's limit. */
  readonly issues: readonly Issue[];
  /** All issues found, also those beyond the limit. */
  readonly counts: Readonly<Record<Severity, number>>;
  readonly countsByCode: Readonly<Record<string, number>>;
  /** Objects and images left out because of an error. */
  readonly skipped: number;
  /** Objects mended under the policy `repair`. */
  readonly repaired: number;
  /** What the target format cannot hold. */
  readonly losses: readonly Loss[];
  readonly imagesWritten: number;
  readonly imageFilesPlaced: number;
  readonly annotationFilesWritten: number;
}
