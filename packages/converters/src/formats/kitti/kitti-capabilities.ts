import type { Capabilities } from '../../dataset/feature.js';

const becomesBox = 'becomes its upright box';

/** What KITTI's object rows can hold; their 3-D values travel as attributes. */
export const kittiCapabilities: Capabilities = {
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
  difficult: 'dropped',
  truncated: 'kept',
  occluded: 'kept',
  score: 'kept',
  group: 'dropped',
  attributes: "becomes nothing, but for KITTI's own",
  imageAttributes: 'dropped',
  emptyImage: 'kept',
  split: 'kept',
  supercategory: 'dropped',
  skeleton: 'dropped',
  unusedCategory: 'dropped',
};
