/** Share of each split by its name, such as `{ train: 0.8, val: 0.1, test: 0.1 }`; shares are taken relative to their sum. */
export type SplitRatios = Readonly<Record<string, number>>;

/** How a split is drawn. */
interface DrawnSplit {
  /** @default { train: 0.8, val: 0.2 } */
  readonly ratios?: SplitRatios | undefined;
  /** The same seed gives the same split of the same images. @default 0 */
  readonly seed?: number | undefined;
  /**
   * Regular expression on an image's path whose first group, or whole match, names what must stay together, such as a
   * video or a patient.
   */
  readonly groupBy?: RegExp | undefined;
}

/**
 * How images are divided. `stratified` keeps the balance of categories, also where images have several; `random` only
 * the sizes; `sequential` cuts the images in their order; `kfold` makes `folds` stratified parts, `fold0` and on;
 * `predefined` follows a file.
 */
export type SplitOptions =
  | ({ readonly strategy: 'stratified' | 'random' | 'sequential' } & DrawnSplit)
  | ({ readonly strategy: 'kfold'; readonly folds: number } & Omit<DrawnSplit, 'ratios'>)
  | { readonly strategy: 'predefined'; readonly file: string };
