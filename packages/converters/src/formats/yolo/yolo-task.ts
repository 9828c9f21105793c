/** What the rows of the label files hold. */
export type YoloTask = 'detect' | 'segment' | 'obb' | 'pose';
