import { scanJson } from '../../json/scan-json.js';

/** Where an element of a list stands in the file. */
export interface ElementPlace {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Its index in its list. */
  readonly index: number;
}

/** A list of places in 20 bytes each. */
class PlaceList {
  #starts = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #lines = new Uint32Array(1024);
  #images = new Int32Array(1024);
  size = 0;

  add(start: number, end: number, line: number, image: number): void {
    if (this.size === this.#starts.length) this.#grow();
    this.#starts[this.size] = start;
    this.#lengths[this.size] = end - start;
    this.#lines[this.size] = line;
    this.#images[this.size++] = image;
  }

  at(index: number): ElementPlace {
    const start = this.#starts[index] ?? 0;
    return { start, end: start + (this.#lengths[index] ?? 0), line: this.#lines[index] ?? 0, index };
  }

  imageOf(index: number): number {
    return this.#images[index] ?? 0;
  }

  #grow(): void {
    const size = this.size * 2;
    const bigger = <T extends Float64Array | Uint32Array | Int32Array>(next: T, old: T): T => {
      next.set(old);
      return next;
    };
    this.#starts = bigger(new Float64Array(size), this.#starts);
    this.#lengths = bigger(new Uint32Array(size), this.#lengths);
    this.#lines = bigger(new Uint32Array(size), this.#lines);
    this.#images = bigger(new Int32Array(size), this.#images);
  }
}

/**
 * Which annotations belong to which image of a COCO file, found without parsing either. COCO lists annotations in any
 * order; the index (some 24 bytes an annotation) lets images be streamed with theirs from a file of any size.
 */
export class AnnotationIndex {
  readonly #images = new PlaceList();
  readonly #annotations = new PlaceList();
  /** Annotations by image id's number, and where each number's begin. */
  readonly #order: Uint32Array;
  readonly #begins: Uint32Array;
  readonly #numbers = new Map<string, number>();
  /** Places of the categories, in order. */
  readonly categories: ElementPlace[] = [];

  /** @throws DatasetSyntaxError when the file is not an object of lists. */
  constructor(path: string, file: string) {
    const keys = new Map([
      ['images', 'id'],
      ['annotations', 'image_id'],
      ['categories', 'id'],
    ]);
    scanJson(path, file, keys, ({ list, start, end, line, key }) => {
      if (list === 'categories') this.categories.push({ start, end, line, index: this.categories.length });
      else (list === 'images' ? this.#images : this.#annotations).add(start, end, line, this.#numberOf(key));
    });
    const { size } = this.#annotations;
    this.#begins = new Uint32Array(this.#numbers.size + 1);
    for (let index = 0; index < size; index++) {
      const next = this.#annotations.imageOf(index) + 1;
      this.#begins[next] = (this.#begins[next] ?? 0) + 1;
    }
    for (let number = 0; number < this.#numbers.size; number++) {
      this.#begins[number + 1] = (this.#begins[number + 1] ?? 0) + (this.#begins[number] ?? 0);
    }
    const fill = this.#begins.slice();
    this.#order = new Uint32Array(size);
    for (let index = 0; index < size; index++) {
      const number = this.#annotations.imageOf(index);
      const at = fill[number] ?? 0;
      this.#order[at] = index;
      fill[number] = at + 1;
    }
  }

  #numberOf(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(id, number);
    return number;
  }

  /** All images in the order of the file, each with the places of its annotations. */
  *images(): Generator<{ image: ElementPlace; annotations: ElementPlace[]; isRepeated: boolean }> {
    const seen = new Uint8Array(this.#numbers.size);
    for (let index = 0; index < this.#images.size; index++) {
      const number = this.#images.imageOf(index);
      const isRepeated = seen[number] === 1;
      seen[number] = 1;
      yield { image: this.#images.at(index), annotations: isRepeated ? [] : this.#annotationsOf(number), isRepeated };
    }
  }

  /** Annotations whose image is not in the list of images. */
  *orphans(): Generator<ElementPlace> {
    const known = new Uint8Array(this.#numbers.size);
    for (let index = 0; index < this.#images.size; index++) known[this.#images.imageOf(index)] = 1;
    for (let number = 0; number < known.length; number++) if (known[number] === 0) yield* this.#annotationsOf(number);
  }

  #annotationsOf(number: number): ElementPlace[] {
    const places: ElementPlace[] = [];
    for (let at = this.#begins[number] ?? 0; at < (this.#begins[number + 1] ?? 0); at++) {
      places.push(this.#annotations.at(this.#order[at] ?? 0));
    }
    return places;
  }
}
