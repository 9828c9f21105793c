/** Every kind of vision task a job can be about. */
export const taskTypes = [
  'image_classification',
  'object_detection',
  'instance_segmentation',
  'semantic_segmentation',
  'pose_estimation',
] as const;

/** Kind of vision task. */
export type TaskType = (typeof taskTypes)[number];
