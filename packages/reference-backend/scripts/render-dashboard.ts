/**
 * Takes a picture of the dashboard of a running backend.
 *
 *   node scripts/render-dashboard.ts --url http://127.0.0.1:8000 --output dashboard.png
 *     [--job 3] [--theme dark] [--width 1280] [--height 800]
 */
import { parseArgs } from 'node:util';
import { findChromium } from './find-chromium.ts';
import { openChromium } from './open-chromium.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8000' },
    output: { type: 'string' },
    job: { type: 'string' },
    theme: { type: 'string', default: 'light' },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '800' },
  },
});
const { output, theme } = values;
if (output === undefined) throw new Error('--output <file.png> is missing');
if (theme !== 'light' && theme !== 'dark') throw new Error(`--theme must be light or dark, found "${theme}"`);
const executable = findChromium();
if (executable === undefined) throw new Error('No Chromium found; install it or set VISION_CHROMIUM');

const browser = await openChromium(executable);
try {
  const page = await browser.newPage({
    viewport: { width: Number(values.width), height: Number(values.height) },
    deviceScaleFactor: 2,
    colorScheme: theme,
  });
  await page.goto(values.url + (values.job === undefined ? '' : `/#job-${values.job}`));
  await page.locator('.chart canvas').first().waitFor();
  await page.locator('.feed-live').waitFor();
  // The curves are drawn when their values have arrived.
  await page.locator('.chart:not([data-points="0"])').first().waitFor();
  await page.waitForTimeout(300);
  await page.screenshot({ path: output });
} finally {
  await browser.close();
}
