import type { ObjectAnnotation } from '../../dataset/dataset.js';

/** An object and the indices of the shapes it was made of. */
export interface MergedObject {
  readonly object: ObjectAnnotation;
  readonly shape: number;
}

/** Polygons of one label and one `group_id` are the parts of one object: LabelMe's way to hold what is seen in pieces. */
export function mergeParts(shapes: readonly MergedObject[]): MergedObject[] {
  const merged: MergedObject[] = [];
  const wholes = new Map<string, number>();
  for (const { object, shape } of shapes) {
    const { groupId, polygons, category } = object;
    const key = polygons && groupId !== undefined ? `${groupId} ${category}` : undefined;
    const at = key === undefined ? undefined : wholes.get(key);
    const whole = at === undefined ? undefined : merged[at];
    if (at !== undefined && whole && polygons) {
      // The group said no more than that the parts belong together.
      const { groupId: _, ...rest } = whole.object;
      merged[at] = {
        object: { ...rest, polygons: [...(whole.object.polygons ?? []), ...polygons] },
        shape: whole.shape,
      };
    } else {
      if (key !== undefined) wholes.set(key, merged.length);
      merged.push({ object, shape });
    }
  }
  return merged;
}
