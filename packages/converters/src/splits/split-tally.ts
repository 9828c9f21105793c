import type { SplitCount } from '../report/conversion-report.js';

interface Tally {
  images: number;
  objects: number;
  readonly imagesByCategory: Map<string, number>;
}

/** Counts what each split gets, for the balance of classes. */
export class SplitTally {
  readonly #splits = new Map<string, Tally>();

  add(split: string | undefined, categories: Iterable<string>, objects: number): void {
    const name = split ?? '';
    let tally = this.#splits.get(name);
    if (tally === undefined) {
      tally = { images: 0, objects: 0, imagesByCategory: new Map() };
      this.#splits.set(name, tally);
    }
    tally.images++;
    tally.objects += objects;
    for (const category of categories)
      tally.imagesByCategory.set(category, (tally.imagesByCategory.get(category) ?? 0) + 1);
  }

  /** Names of the splits in use, in the order in which they were met; images without a split are left aside. */
  get names(): readonly string[] {
    return [...this.#splits.keys()].filter((name) => name !== '');
  }

  counts(): readonly SplitCount[] {
    return [...this.#splits].map(([name, { images, objects, imagesByCategory }]) => ({
      name,
      images,
      objects,
      imagesByCategory: Object.fromEntries([...imagesByCategory].sort(([a], [b]) => (a < b ? -1 : 1))),
    }));
  }
}
