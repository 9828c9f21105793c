import type { Capabilities } from '../../dataset/feature.js';

const becomesUnturned = 'becomes a rotated box without rotation';

/** What DOTA's rows can hold. */
export const dotaCapabilities: Capabilities = {
  box: becomesUnturned,
  looseBox: 'dropped',
  rotatedBox: 'kept',
  polygon: becomesUnturned,
  multipart: becomesUnturned,
  holes: 'dropped',
  mask: becomesUnturned,
  keypoints: becomesUnturned,
  points: becomesUnturned,
  polyline: becomesUnturned,
  ellipse: becomesUnturned,
  imageLabel: 'dropped',
  severalImageLabels: 'dropped',
  crowd: 'dropped',
  difficult: 'kept',
  truncated: 'dropped',
  occluded: 'dropped',
  score: 'dropped',
  group: 'dropped',
  attributes: 'dropped',
  imageAttributes: 'dropped',
  emptyImage: 'kept',
  split: 'kept',
  supercategory: 'dropped',
  skeleton: 'dropped',
  unusedCategory: 'dropped',
};
