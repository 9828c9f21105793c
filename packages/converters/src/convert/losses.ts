import { type Capabilities, type Feature, features } from '../dataset/feature.js';

/** Something in the source that the target format cannot hold. */
export interface Loss {
  readonly feature: Feature;
  /** How many images, objects or categories have it. */
  readonly count: number;
  /** What becomes of it: `dropped`, or `becomes …`. */
  readonly effect: string;
}

/** What would be lost by writing a dataset that uses these features to a format with these capabilities. */
export function listLosses(used: ReadonlyMap<Feature, number>, capabilities: Capabilities): readonly Loss[] {
  const losses: Loss[] = [];
  for (const feature of features) {
    const count = used.get(feature) ?? 0;
    const effect = capabilities[feature];
    if (count > 0 && effect !== 'kept') losses.push({ feature, count, effect });
  }
  return losses;
}
