import type { Category } from '../../dataset/dataset.js';
import { ConverterError } from '../../errors/converter-error.js';
import { asNumber, asNumbers } from '../../json/json-values.js';
import { isJsonObject, type JsonValue } from '../../json/parse-json.js';

/** One entry of `categories`. COCO counts the points of a skeleton from 1. */
export function readCategory(
  value: JsonValue,
  place: { file: string; line: number; index: number },
): Category & { id: number } {
  const id = isJsonObject(value) ? asNumber(value.id) : undefined;
  if (!isJsonObject(value) || id === undefined || typeof value.name !== 'string' || value.name === '') {
    throw new ConverterError(`${place.file}:${place.line}: a category needs a number "id" and a "name".`, {
      code: 'bad-category',
      file: place.file,
      line: place.line,
      field: `categories[${place.index}]`,
    });
  }
  const keypoints = Array.isArray(value.keypoints) ? value.keypoints.map(String) : undefined;
  const skeleton = Array.isArray(value.skeleton)
    ? value.skeleton.flatMap((pair): [number, number][] => {
        const [from, to] = asNumbers(pair) ?? [];
        return from === undefined || to === undefined ? [] : [[from - 1, to - 1]];
      })
    : undefined;
  return {
    id,
    name: value.name,
    ...(typeof value.supercategory === 'string' &&
      value.supercategory !== '' && { supercategory: value.supercategory }),
    ...(keypoints && keypoints.length > 0 && { keypoints }),
    ...(skeleton && skeleton.length > 0 && { skeleton }),
  };
}
