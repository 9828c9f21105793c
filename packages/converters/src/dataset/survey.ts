import type { CategoryCount } from '../report/conversion-report.js';
import type { Category, ImageRecord } from './dataset.js';
import { type Feature, forEachCategoryFeature, forEachImageFeature, forEachObjectFeature } from './feature.js';

/** Sums over the images of a dataset, gathered in one pass without keeping them. */
export class Survey {
  images = 0;
  objects = 0;
  /** How many images or objects use a feature. */
  readonly features = new Map<Feature, number>();
  readonly #objectsByCategory = new Map<string, number>();
  readonly #imagesByCategory = new Map<string, number>();
  readonly #count = (feature: Feature): void => {
    this.features.set(feature, (this.features.get(feature) ?? 0) + 1);
  };

  add(image: ImageRecord): void {
    this.images++;
    this.objects += image.objects.length;
    forEachImageFeature(image, this.#count);
    for (const object of image.objects) {
      forEachObjectFeature(object, this.#count);
      this.#objectsByCategory.set(object.category, (this.#objectsByCategory.get(object.category) ?? 0) + 1);
    }
    for (const name of namesOn(image)) this.#imagesByCategory.set(name, (this.#imagesByCategory.get(name) ?? 0) + 1);
  }

  /** Replaces the number of images that have a split, after they were divided anew. */
  setSplits(images: number): void {
    this.features.set('split', images);
  }

  /** The declared categories in their order, then all others by name. */
  categories(declared: readonly Category[]): readonly Category[] {
    const known = new Set(declared.map(({ name }) => name));
    const found = [...this.#imagesByCategory.keys()].filter((name) => !known.has(name)).sort();
    return [...declared, ...found.map((name) => ({ name }))];
  }

  /** Counts the features of the categories themselves; call once, after the pass. */
  addCategories(categories: readonly Category[]): void {
    for (const category of categories) {
      forEachCategoryFeature(category, this.#imagesByCategory.has(category.name), this.#count);
    }
  }

  categoryCounts(categories: readonly Category[]): readonly CategoryCount[] {
    return categories.map(({ name }) => ({
      name,
      objects: this.#objectsByCategory.get(name) ?? 0,
      images: this.#imagesByCategory.get(name) ?? 0,
    }));
  }
}

/** Names of the categories that an image has, as its own label or as an object, each once. */
export function namesOn(image: ImageRecord): Set<string> {
  const names = new Set(image.labels);
  for (const { category } of image.objects) names.add(category);
  return names;
}
