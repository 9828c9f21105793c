import type { Format } from '../format.js';
import { detectYolo } from './detect-yolo.js';
import { readYolo } from './read-yolo.js';
import { writeYolo } from './write-yolo.js';
import { yoloCapabilities } from './yolo-capabilities.js';
import type { YoloTask } from './yolo-task.js';

function yoloFormat(title: string, task: YoloTask): Format {
  return {
    title,
    capabilities: yoloCapabilities[task],
    detect: (root) => detectYolo(root, task),
    read: (root) => readYolo(root, task),
    write: (input, context) => writeYolo(input, context, task),
  };
}

/** YOLO with rows of boxes. */
export const yoloDetectFormat = yoloFormat('YOLO detect', 'detect');
/** YOLO with rows of polygons. */
export const yoloSegmentFormat = yoloFormat('YOLO segment', 'segment');
/** YOLO with rows of rotated boxes as four corners. */
export const yoloObbFormat = yoloFormat('YOLO OBB', 'obb');
/** YOLO with rows of a box and keypoints. */
export const yoloPoseFormat = yoloFormat('YOLO pose', 'pose');
