import type { Capabilities } from '../../dataset/feature.js';
import type { YoloTask } from './yolo-task.js';

const becomesBox = 'becomes its upright box';
const joined = 'becomes one ring, joined by lines without area';

const detect: Capabilities = {
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
  unusedCategory: 'kept',
};

const segment: Capabilities = {
  ...detect,
  box: 'becomes a polygon of its four corners',
  looseBox: 'dropped',
  rotatedBox: 'becomes a polygon of its four corners',
  polygon: 'kept',
  multipart: joined,
  holes: joined,
  mask: 'becomes a polygon along its pixels',
  keypoints: 'dropped',
  points: 'dropped',
  polyline: 'dropped',
  ellipse: 'becomes a polygon',
};

const obb: Capabilities = {
  ...detect,
  box: 'becomes a rotated box without rotation',
  looseBox: 'dropped',
  rotatedBox: 'kept',
  polygon: becomesBox,
  keypoints: 'dropped',
  points: 'dropped',
  polyline: 'dropped',
};

const pose: Capabilities = { ...detect, keypoints: 'kept', skeleton: 'becomes the number of points' };

/** What the rows of each task can hold. */
export const yoloCapabilities: Readonly<Record<YoloTask, Capabilities>> = { detect, segment, obb, pose };
