import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, convert, type FormatName, formats, type ImageRecord, openDataset } from '@vision/converters';
import { describe, expect, test } from 'vitest';
import { DatasetFolder } from './dataset-folder.js';

const dataDir = process.env.VISION_DATA_DIR ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const bccd = `${dataDir}/bccd`;
const isThere = existsSync(bccd);
if (!isThere) console.warn(`skipped: BCCD is not in ${bccd}; name its parent folder in VISION_DATA_DIR`);

async function readAll(path: string): Promise<Map<string, ImageRecord>> {
  const dataset = await openDataset(path);
  const images = new Map<string, ImageRecord>();
  for await (const image of dataset.images({ issues: { add: () => {} } })) images.set(image.path, image);
  return images;
}

describe.skipIf(!isThere)('BCCD, 364 images with 4,888 boxes', () => {
  test('its oddities are reported: two boxes of one pixel', async () => {
    const report = await check(bccd);
    expect([report.images, report.objects]).toEqual([364, 4888]);
    expect(report.issues.map(({ code, file, line }) => [code, file, line])).toEqual([
      ['tiny-box', 'Annotations/BloodImage_00338.xml', 163],
      ['tiny-box', 'Annotations/BloodImage_00343.xml', 55],
    ]);
  });

  const others = (Object.keys(formats) as FormatName[]).filter((name) => formats[name].capabilities.box === 'kept');
  test.each(others)(
    'VOC → %s → VOC is the same but for what that format cannot hold',
    async (to) => {
      using folder = new DatasetFolder();
      const there = await convert(bccd, to, folder.at('there'), { images: 'copy', lossy: 'warn' });
      const back = await convert(folder.at('there'), 'voc', folder.at('back'), { from: to, images: 'hardlink' });
      expect([back.images, back.objects]).toEqual([364, 4888]);
      const lost = there.losses.map(({ feature }) => feature);
      expect(lost).toEqual(formats[to].capabilities.truncated === 'kept' ? [] : ['truncated']);
      const [before, after] = [await readAll(bccd), await readAll(folder.at('back'))];
      for (const [path, image] of before) {
        const found = after.get(path);
        const objects =
          lost.length === 0 ? image.objects : image.objects.map(({ category, box }) => ({ category, box }));
        expect(found).toMatchObject({ split: image.split, width: 640, height: 480 });
        expect(found?.objects).toEqual(objects);
      }
    },
    60_000,
  );
});
