import type { Capabilities } from '../../dataset/feature.js';

const becomesLabel = "becomes the image's class where its category covers most";

/** What folders named after classes can hold. */
export const imagefolderCapabilities: Capabilities = {
  box: becomesLabel,
  looseBox: 'dropped',
  rotatedBox: becomesLabel,
  polygon: becomesLabel,
  multipart: 'dropped',
  holes: 'dropped',
  mask: becomesLabel,
  keypoints: becomesLabel,
  points: becomesLabel,
  polyline: becomesLabel,
  ellipse: becomesLabel,
  imageLabel: 'kept',
  severalImageLabels: 'becomes the first of the labels',
  crowd: 'dropped',
  difficult: 'dropped',
  truncated: 'dropped',
  occluded: 'dropped',
  score: 'dropped',
  group: 'dropped',
  attributes: 'dropped',
  imageAttributes: 'dropped',
  emptyImage: 'dropped',
  split: 'kept',
  supercategory: 'dropped',
  skeleton: 'dropped',
  unusedCategory: 'kept',
};
