import type { ImageRecord } from '../../dataset/dataset.js';
import { objectBox } from '../../dataset/object-box.js';

/**
 * The one class of an image: its first label, or else the category whose objects' boxes have the largest area together
 * (the first met among equals); undefined for an image with neither.
 */
export function classOfImage({ labels, objects }: ImageRecord): string | undefined {
  if (labels.length > 0) return labels[0];
  const areas = new Map<string, number>();
  for (const object of objects) {
    const box = objectBox(object);
    areas.set(object.category, (areas.get(object.category) ?? 0) + (box ? box.width * box.height : 0));
  }
  let best: string | undefined;
  for (const [category, area] of areas) if (best === undefined || area > (areas.get(best) ?? 0)) best = category;
  return best;
}
