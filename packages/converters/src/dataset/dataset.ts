import type { IssueSink } from '../report/issue.js';
import type { Box, Coordinates, Ellipse, Keypoint, Polygon, RotatedBox } from './geometry.js';
import type { Rle } from './rle.js';

/** What an attribute may hold in every format that has attributes. */
export type AttributeValue = string | number | boolean;

/** Free-form facts about an image or an object, by name. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One class of objects or images. Names are unique in a dataset. */
export interface Category {
  readonly name: string;
  /** The number the source gave it (COCO's ids may start anywhere and have gaps). */
  readonly id?: number;
  readonly supercategory?: string;
  /** Names of the points of its skeleton, in the order in which objects list them. */
  readonly keypoints?: readonly string[];
  /** Pairs of 0-based keypoint indices that are joined by a line. */
  readonly skeleton?: readonly (readonly [number, number])[];
}

/**
 * One labelled thing on an image. It has at most one outline (polygons, mask, rotated box, ellipse, line or points), and
 * beside it, or instead of it, a box and keypoints.
 */
export interface ObjectAnnotation {
  /** Name of its category. */
  readonly category: string;
  readonly box?: Box;
  readonly rotatedBox?: RotatedBox;
  /** Parts of the outline, each with its holes. */
  readonly polygons?: readonly Polygon[];
  readonly mask?: Rle;
  readonly keypoints?: readonly Keypoint[];
  /** Loose points without an order that means anything. */
  readonly points?: Coordinates;
  /** An open line. */
  readonly polyline?: Coordinates;
  readonly ellipse?: Ellipse;
  /** One annotation stands for a group that cannot be told apart. */
  readonly isCrowd?: boolean;
  readonly isDifficult?: boolean;
  readonly isTruncated?: boolean;
  readonly isOccluded?: boolean;
  /** Confidence of a prediction, 0 to 1. */
  readonly score?: number;
  /** Objects of one image that share it belong together. */
  readonly groupId?: number;
  readonly attributes?: Attributes;
}

/** A place in a source file, as people count: the first line is 1. */
export interface Place {
  readonly line?: number;
  /** Path of the value, such as `shapes[2].points`. */
  readonly field?: string;
}

/** Where an image's annotations were read, for reports. */
export interface Origin {
  /** File relative to the dataset's root. */
  readonly file: string;
  readonly line?: number;
  /** Finds one object's place; costs time, so it is asked only when there is something to report. */
  readonly locate?: (objectIndex: number) => Place;
}

/** One image and everything said about it. */
export interface ImageRecord {
  /** Path with forward slashes below its split's image folder; with `split` it identifies the image. */
  readonly path: string;
  /** Absolute path of the pixels, when they were found. */
  readonly file?: string;
  /** Size in pixels as shown, EXIF orientation applied. */
  readonly width?: number;
  readonly height?: number;
  readonly split?: string;
  /** Classes of the image as a whole. */
  readonly labels: readonly string[];
  readonly objects: readonly ObjectAnnotation[];
  readonly attributes?: Attributes;
  readonly origin: Origin;
}

/** What one pass over a dataset needs. */
export interface ReadContext {
  /** Receives what is wrong with the source. Bad objects are reported and left out; reading goes on. */
  readonly issues: IssueSink;
  readonly signal?: AbortSignal | undefined;
}

/**
 * An opened dataset. Images are streamed from the source at each pass, so that memory does not grow with their number;
 * passes give the same images in the same order.
 */
export interface Dataset {
  /**
   * Categories the source declares, in its order. Formats without such a list declare none: their categories are the
   * names met on the images.
   */
  readonly categories: readonly Category[];
  /** Reads all images once. */
  images(context: ReadContext): AsyncIterable<ImageRecord>;
}
