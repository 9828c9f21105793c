import type { Capabilities } from '../../dataset/feature.js';

const becomesBox = 'becomes its upright box';

/** What Pascal VOC's XML can hold. */
export const vocCapabilities: Capabilities = {
  box: 'kept',
  looseBox: 'kept',
  rotatedBox: becomesBox,
  polygon: becomesBox,
  multipart: becomesBox,
  holes: 'dropped',
  mask: becomesBox,
  keypoints: becomesBox,
  points: becomesBox,
  polyline: becomesBox,
  ellipse: becomesBox,
  imageLabel: 'dropped',
  severalImageLabels: 'dropped',
  crowd: 'dropped',
  difficult: 'kept',
  truncated: 'kept',
  occluded: 'kept',
  score: 'dropped',
  group: 'dropped',
  attributes: 'becomes text',
  imageAttributes: 'dropped',
  emptyImage: 'kept',
  split: 'kept',
  supercategory: 'dropped',
  skeleton: 'dropped',
  unusedCategory: 'dropped',
};
