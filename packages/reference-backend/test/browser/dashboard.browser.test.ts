import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../../scripts/find-chromium.ts';
import { openChromium } from '../../scripts/open-chromium.ts';
import { TestBackend } from '../fixtures/test-backend.ts';

const executable = findChromium();
const isSkipped = executable === undefined && process.env.CI === undefined;
if (isSkipped) console.warn('Browser tests are skipped: no Chromium found. Install it or set VISION_CHROMIUM.');

describe.skipIf(isSkipped)('the dashboard in a real browser', () => {
  let backend: TestBackend;
  let browser: Browser;
  const problems: string[] = [];

  beforeAll(async () => {
    backend = await TestBackend.open();
    browser = await openChromium(executable ?? '/usr/bin/chromium');
  });
  afterAll(async () => {
    await browser?.close();
    await backend?.[Symbol.asyncDispose]();
  });

  async function openPage(jobId: number, options: { width?: number; colorScheme?: 'dark' } = {}): Promise<Page> {
    const page = await browser.newPage({
      viewport: { width: options.width ?? 1280, height: 800 },
      colorScheme: options.colorScheme ?? 'light',
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(`${backend.url}/#job-${jobId}`);
    await page.locator('.feed-live').waitFor();
    return page;
  }

  const lossChart = (page: Page) => page.getByRole('img', { name: /^Loss:/ });
  const pointsOf = async (page: Page) => Number(await lossChart(page).getAttribute('data-points'));
  const pixelsOf = (page: Page) =>
    lossChart(page)
      .locator('canvas')
      .evaluate((canvas) =>
        'toDataURL' in canvas && typeof canvas.toDataURL === 'function' ? canvas.toDataURL() : '',
      );

  test('the chart moves while a job trains, and a killed trainer shows why it failed', async () => {
    const id = await backend.createJob({ name: 'Watched', epochs: 1_000, advanced_config: { stepDelayMs: 15 } });
    const page = await openPage(id);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('.job-header .badge-running').waitFor();

    await expect.poll(() => pointsOf(page), { timeout: 20_000 }).toBeGreaterThan(15);
    const [points, pixels] = [await pointsOf(page), await pixelsOf(page)];
    await expect.poll(() => pointsOf(page), { timeout: 10_000 }).toBeGreaterThan(points + 20);
    expect(await pixelsOf(page)).not.toBe(pixels);
    await expect
      .poll(() => page.getByTestId('readouts-loss').textContent())
      .toMatch(/train\/loss 0\.\d+val\/loss 0\.\d+/);
    await expect.poll(() => page.getByRole('log').textContent()).toContain('validation accuracy');

    const { body: job } = await backend.api(`/api/v1/training/jobs/${id}`);
    const killedAt = Date.now();
    process.kill(job.process_id, 'SIGKILL');
    await page.getByRole('alert').filter({ hasText: 'killed by SIGKILL' }).waitFor();
    expect(Date.now() - killedAt).toBeLessThan(6_000);
    await page.locator('.job-header .badge-failed').waitFor();
    await page.locator('.job-card .badge-failed').waitFor();

    const reloaded = await openPage(id);
    const { body } = await backend.api(`/api/v1/training/jobs/${id}/metrics`);
    const total = body.series.find(({ name }: { name: string }) => name === 'train/loss').total;
    await expect.poll(() => pointsOf(reloaded)).toBe(total);
    // What was followed live and what is loaded afterwards are the same: nothing missing, nothing twice.
    await expect.poll(() => pointsOf(page)).toBe(total);
  });

  test('a job can be cancelled', async () => {
    const id = await backend.createJob({ name: 'Cancelled', epochs: 1_000, advanced_config: { stepDelayMs: 15 } });
    const page = await openPage(id);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => pointsOf(page), { timeout: 20_000 }).toBeGreaterThan(3);
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.locator('.job-header .badge-cancelled').waitFor();
  });

  test('values that are not numbers are named, and the log is searched beyond what is on the page', async () => {
    const id = await backend.createJob({ name: 'Diverged' });
    const records = [0.7, 0.5, 'NaN'].map((value, index) => ({ metric_name: 'train/loss', value, step: index + 1 }));
    await backend.trainer('POST', `/internal/training/${id}/metrics`, { records });
    const lines = Array.from({ length: 1_500 }, (_, index) => ({ message: `line ${index}` }));
    await backend.trainer('POST', `/internal/training/${id}/logs`, { records: lines });
    const page = await openPage(id);
    await expect.poll(() => page.getByTestId('readouts-loss').textContent()).toBe('train/loss NaN');
    await page.getByText('train/loss is NaN once, first at step 3.').waitFor();
    const log = page.getByRole('log');
    await expect.poll(() => log.textContent()).toContain('line 1499');
    await page.getByRole('searchbox').fill('line 17');
    await expect.poll(() => log.locator('.log-line').count()).toBe(11);
  });

  test('a new job appears without a reload, and any metric can be chosen', async () => {
    const first = await backend.createJob({ name: 'Shown' });
    await backend.trainer('POST', `/internal/training/${first}/metrics`, { epoch: 1, loss: 1, learning_rate: 0.1 });
    const page = await openPage(first);
    const second = await backend.createJob({ name: 'Appears' });
    await page.getByRole('button', { name: /Appears/ }).click();
    expect(page.url()).toContain(`#job-${second}`);
    await page.getByRole('button', { name: /Shown/ }).click();
    await page.getByLabel('Choose metrics for Loss').click();
    await page.getByRole('checkbox', { name: 'learning_rate' }).first().check();
    await expect.poll(() => page.getByTestId('readouts-loss').textContent()).toBe('loss 1learning_rate 0.1');
  });

  test('it fits a narrow and a dark screen', async () => {
    const id = await backend.createJob({ name: 'Narrow' });
    const page = await openPage(id, { width: 390, colorScheme: 'dark' });
    await page.locator('html[data-theme="dark"]').waitFor();
    const overflow = await page.locator('body').evaluate((body) => body.scrollWidth - body.clientWidth);
    expect(overflow).toBe(0);
  });

  test('nothing went wrong on any page', () => {
    expect(problems).toEqual([]);
  });
});
