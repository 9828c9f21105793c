import type { AttributeValue, ObjectAnnotation } from '../../dataset/dataset.js';
import type { Box } from '../../dataset/geometry.js';
import { childOf, childrenOf, type XmlElement } from '../../xml/xml-element.js';

/** What is wrong with an `<object>`, and where. */
export interface ObjectProblem {
  readonly line: number;
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

function flag(element: XmlElement, name: string): boolean {
  const text = childOf(element, name)?.text.toLowerCase();
  return text === '1' || text === 'true';
}

/** VOC counts pixels from 1 and its box includes both ends; ours spans from the first pixel's left edge to the last one's right. */
function readBox(element: XmlElement, firstPixel: number): Box | string {
  const values: number[] = [];
  for (const name of ['xmin', 'ymin', 'xmax', 'ymax']) {
    const text = childOf(element, name)?.text ?? '';
    const value = text === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) return `<${name}> is ${JSON.stringify(text)}, not a number`;
    values.push(value - firstPixel);
  }
  const [left = 0, top = 0, right = 0, bottom = 0] = values;
  // The one pixel that both ends take belongs to boxes in order only.
  const width = right < left ? right - left : right - left + 1;
  const height = bottom < top ? bottom - top : bottom - top + 1;
  return { x: left, y: top, width, height };
}

function readAttributes(element: XmlElement): [string, AttributeValue][] {
  const pose = childOf(element, 'pose')?.text ?? '';
  const attributes: [string, AttributeValue][] = pose === '' || pose === 'Unspecified' ? [] : [['pose', pose]];
  const list = childOf(element, 'attributes');
  for (const item of list ? childrenOf(list, 'attribute') : []) {
    const name = childOf(item, 'name')?.text;
    if (name) attributes.push([name, childOf(item, 'value')?.text ?? '']);
  }
  return attributes;
}

/** One `<object>` of a VOC file, or what is wrong with it. */
export function readObject(element: XmlElement, firstPixel: number): ObjectAnnotation | ObjectProblem {
  const category = childOf(element, 'name')?.text ?? '';
  if (category === '') {
    const message = 'an object has no <name>';
    return { line: element.line, field: 'name', code: 'missing-label', message, fix: 'Give it the name of its class.' };
  }
  const boxElement = childOf(element, 'bndbox');
  if (boxElement === undefined) {
    const message = `the object ${JSON.stringify(category)} has no <bndbox>`;
    return {
      line: element.line,
      field: 'bndbox',
      code: 'missing-box',
      message,
      fix: 'Add its box, or remove the object.',
    };
  }
  const box = readBox(boxElement, firstPixel);
  if (typeof box === 'string') {
    return {
      line: boxElement.line,
      field: 'bndbox',
      code: 'bad-box',
      message: `${category}: ${box}`,
      fix: 'Write pixels as numbers.',
    };
  }
  const attributes = readAttributes(element);
  return {
    category,
    box,
    ...(flag(element, 'difficult') && { isDifficult: true }),
    ...(flag(element, 'truncated') && { isTruncated: true }),
    ...(flag(element, 'occluded') && { isOccluded: true }),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  };
}
