// biome-ignore-all lint/performance/useDomNodeTextContent: what the reader sees counts
/** The way in: the sample by one click, captures by picking and dropping, datasets made, renamed, deleted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { manyFlows } from '../captures.ts';
import { CHROMIUM, drawn, openSite, type Site, typeFilter, type Watched } from './site.ts';

describe.skipIf(CHROMIUM === undefined)('the start page', () => {
  let site: Site;
  let dir: string;
  beforeAll(async () => {
    site = await openSite();
    dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  });
  afterAll(async () => {
    await site.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const opened = async (): Promise<Watched> => {
    const watched = await site.open();
    await watched.page.goto(site.address);
    await watched.page.getByText('Drop captures here').waitFor();
    return watched;
  };
  const capture = (name: string, bytes: Uint8Array | string): string => {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return path;
  };
  const datasets = (): Promise<Dataset[]> => site.call('GET', '/api/datasets');
  const flowsShown = (page: Page): Promise<string> => page.locator('[aria-live=polite] b').first().innerText();

  test('opens the sample with one click, and asks nobody but its own server', async () => {
    const { page, faults, requests } = await opened();
    await page.getByRole('button', { name: 'Open the sample' }).click();
    await page.waitForURL(/\/d\/[a-z2-7]{8}\/overview/);
    await drawn(page, 'overview');
    expect(await page.title()).toMatch(/Overview · Sample · Capscope/);
    expect(requests.length).toBeGreaterThan(5);
    expect(faults).toEqual([]);
    await page.context().close();
  });
  test('says in its headers that it asks nobody else', async () => {
    const { page } = await site.open();
    const response = await page.goto(site.address);
    expect(response!.headers()['content-security-policy']).toMatch(/^default-src 'self';/);
    expect(response!.headers()['content-security-policy']).not.toMatch(/https?:|unsafe-eval|script-src/);
    await page.context().close();
  });
  test('imports a capture that was picked, and its numbers are right', async () => {
    const { page, faults } = await opened();
    await page
      .locator('section[aria-label=Import] input[type=file]:not([webkitdirectory])')
      .setInputFiles(capture('picked.pcap', manyFlows(1234)));
    await page.waitForURL(/\/d\//);
    await expect.poll(async () => flowsShown(page), { timeout: 20_000 }).toMatch(/^1[., \u00a0\u202f\u2009]?23/);
    await drawn(page, 'overview');
    expect((await datasets()).find((one) => one.name.startsWith('picked'))).toMatchObject({
      packets: 1234,
      flows: 1234,
    });
    expect(faults).toEqual([]);
    await page.context().close();
  });
  test('imports captures that were dropped, and shows them while they come', async () => {
    const { page, faults } = await opened();
    const bytes = manyFlows(20_000).toString('base64');
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], 'dropped.pcap'));
      return data;
    }, bytes);
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
    await page.getByText('Drop to look into these captures').waitFor();
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
    await page.waitForURL(/\/d\//);
    await expect
      .poll(async () => (await datasets()).find((one) => one.name.startsWith('dropped')), { timeout: 20_000 })
      .toMatchObject({ packets: 20_000, importing: false });
    await drawn(page, 'overview');
    await expect.poll(async () => flowsShown(page), { timeout: 20_000 }).toMatch(/^20/);
    expect(faults).toEqual([]);
    await page.context().close();
  });
  test('names the file that it refuses, and why', async () => {
    const { page } = await opened();
    const before = (await datasets()).length;
    await page
      .locator('section[aria-label=Import] input[type=file]:not([webkitdirectory])')
      .setInputFiles(capture('notes.txt', 'no capture at all, just words\n'));
    await page
      .getByText(/notes\.txt.*not a capture file|Not imported: .*not a capture file/)
      .first()
      .waitFor();
    expect((await datasets()).length - before).toBeLessThanOrEqual(1);
    await page.context().close();
  });
  test('a part that cannot be loaded has the page loaded anew, once, so that another version comes where there is one', async () => {
    for (const [isReplaced, text] of [
      [false, 'Drop captures here'],
      [true, 'the next version'],
    ] as const) {
      const { page } = await opened();
      const mark = (): Promise<unknown> => page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
      const isSame = (): Promise<boolean> =>
        page.evaluate(() => (globalThis as { isSamePage?: boolean }).isSamePage === true);
      const askForPart = async (): Promise<void> => {
        const failed = page.waitForEvent('requestfailed', { predicate: (one) => one.url().includes('assets/palette') });
        await page.keyboard.press('Control+k');
        await failed;
      };
      await page.route(/assets\/palette/, (route) => route.abort());
      await mark();
      if (isReplaced) {
        const body = `<!doctype html><title>Capscope</title>${text}`;
        await page.route(`${site.address}/`, (route) => route.fulfill({ contentType: 'text/html', body }));
      }
      const loaded = page.waitForEvent('load');
      await askForPart();
      await loaded;
      await page.getByText(text).first().waitFor({ state: 'attached' });
      expect(await isSame()).toBe(false);
      if (!isReplaced) {
        await mark();
        await askForPart();
        await page.waitForTimeout(500);
        expect(await isSame()).toBe(true);
      }
      await page.context().close();
    }
  });
  test('makes, renames and deletes a dataset', async () => {
    const { page, faults } = await opened();
    await page.getByRole('button', { name: 'New dataset' }).click();
    await page.getByLabel('Name of the dataset').fill('Tuesday');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Tuesday' }).waitFor();
    await page.getByRole('button', { name: 'More about Tuesday' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('Name of the dataset').fill('Wednesday');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Wednesday' }).waitFor();
    expect((await datasets()).map((one) => one.name)).toContain('Wednesday');
    await page.getByRole('button', { name: 'More about Wednesday' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('article', { name: 'Wednesday' }).waitFor({ state: 'detached' });
    expect((await datasets()).map((one) => one.name)).not.toContain('Wednesday');
    expect(faults).toEqual([]);
    await page.context().close();
  });
  test('says so when a dataset is not there, and when an address is none', async () => {
    const { page } = await site.open();
    await page.goto(`${site.address}/d/aaaaaaaa/flows`);
    await page
      .getByRole('link', { name: 'Show the datasets' })
      .or(page.getByRole('button', { name: 'Show the datasets' }))
      .waitFor();
    await page.goto(`${site.address}/nowhere`);
    await page
      .getByRole('link', { name: 'Show the datasets' })
      .or(page.getByRole('button', { name: 'Show the datasets' }))
      .waitFor();
    await page.context().close();
  });
  test('a filter that leaves nothing offers the way out', async () => {
    const { id } = await site.sample();
    const { page, faults } = await site.open();
    await page.goto(`${site.address}/d/${id}/flows`);
    await drawn(page, 'flows');
    await typeFilter(page, 'packets > 1000000000');
    await page.getByText(/No flow matches/).waitFor();
    await page.getByRole('button', { name: 'Remove the last part of the filter' }).click();
    await drawn(page, 'flows');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
