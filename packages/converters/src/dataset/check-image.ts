import type { IssueAction, IssueSink } from '../report/issue.js';
import { checkObject, type Finding } from './check-object.js';
import type { ImageRecord, ObjectAnnotation } from './dataset.js';

/**
 * What to do with data that is wrong. `strict`: list everything and write nothing. `skip`: leave out what is wrong.
 * `repair`: mend what can be mended (clip to the image, put corners in order, drop repetitions), leave out the rest.
 */
export type Policy = 'strict' | 'skip' | 'repair';

interface Verdict {
  readonly action: IssueAction;
  /** The object to go on with, or undefined when it is left out. */
  readonly object: ObjectAnnotation | undefined;
}

function applyPolicy(object: ObjectAnnotation, finding: Finding, policy: Policy): Verdict {
  if (policy === 'repair' && finding.repaired !== undefined) {
    return finding.repaired === null
      ? { action: 'skipped', object: undefined }
      : { action: 'repaired', object: finding.repaired };
  }
  if (finding.severity === 'error') return { action: policy === 'strict' ? 'reported' : 'skipped', object: undefined };
  return { action: 'reported', object };
}

/** Differs for nearly all objects that differ, and costs little: the whole geometry is compared only where it agrees. */
function roughKey({
  category,
  box,
  polygons,
  mask,
  keypoints,
  rotatedBox,
  points,
  polyline,
  ellipse,
}: ObjectAnnotation): string {
  if (box) return `${category}|${box.x},${box.y},${box.width},${box.height}`;
  const ring = polygons?.[0]?.outer ?? points ?? polyline;
  if (ring) return `${category}|${ring.length},${ring[0]},${ring[1]},${ring[2]},${ring[3]}`;
  return `${category}|${JSON.stringify(rotatedBox ?? ellipse ?? keypoints ?? mask)}`;
}

function geometryKey({ polygons, mask, keypoints, rotatedBox, points, polyline, ellipse }: ObjectAnnotation): string {
  return JSON.stringify([polygons, mask, keypoints, rotatedBox, points, polyline, ellipse]);
}

function duplicateOf(first: number): Finding {
  return {
    severity: 'warning',
    code: 'duplicate-object',
    message: `the same as object ${first + 1} of this image`,
    fix: 'Remove one of the two, or use the policy "repair".',
    repaired: null,
  };
}

/**
 * Checks the geometry of an image's objects and applies the policy.
 *
 * @returns the image with the objects that remain; the same image when nothing changed.
 */
export function checkImage(image: ImageRecord, policy: Policy, issues: IssueSink): ImageRecord {
  const kept: ObjectAnnotation[] = [];
  const firstByGeometry = new Map<string, { object: ObjectAnnotation; index: number }[]>();

  const judge = (object: ObjectAnnotation, index: number, finding: Finding): Verdict => {
    const verdict = applyPolicy(object, finding, policy);
    const { severity, code, message, fix } = finding;
    const place = { line: image.origin.line, ...image.origin.locate?.(index) };
    const subject = `${object.category} on ${image.path}`;
    issues.add({
      severity,
      code,
      file: image.origin.file,
      ...place,
      message: `${subject}: ${message}`,
      fix,
      action: verdict.action,
    });
    return verdict;
  };

  const checkOne = (original: ObjectAnnotation, index: number): ObjectAnnotation | undefined => {
    let object = original;
    for (let finding = checkObject(object, image); finding !== undefined; finding = checkObject(object, image)) {
      const verdict = judge(object, index, finding);
      if (verdict.object === undefined) return undefined;
      if (verdict.object === object) break;
      object = verdict.object;
    }
    if (image.objects.length === 1) return object;
    const key = roughKey(object);
    const alike = firstByGeometry.get(key);
    if (alike === undefined) firstByGeometry.set(key, [{ object, index }]);
    else {
      const first = alike.find((other) => geometryKey(other.object) === geometryKey(object));
      if (first) return judge(object, index, duplicateOf(first.index)).object;
      alike.push({ object, index });
    }
    return object;
  };

  let isChanged = false;
  image.objects.forEach((original, index) => {
    const object = checkOne(original, index);
    isChanged ||= object !== original;
    if (object) kept.push(object);
  });
  return isChanged ? { ...image, objects: kept } : image;
}
