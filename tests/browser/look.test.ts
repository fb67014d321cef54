/** Every view draws, is accessible in light and dark, and fits a phone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, drawn, openSite, PHONE, type Site, VIEWS } from './site.ts';

type Scheme = 'light' | 'dark';
const schemeOf = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset.mantineColorScheme);

/** Every serious or critical fault that axe finds, one line each with the place. */
async function faultsOf(page: Page, part = 'html'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).include(part).options({ resultTypes: ['violations'] });
  // All else than colours is the same in both themes, and was looked at in the light one.
  const isDark = (await schemeOf(page)) === 'dark';
  const { violations } = await (isDark ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
    );
}

describe.skipIf(CHROMIUM === undefined)('every view', () => {
  let site: Site;
  let id: string;
  beforeAll(async () => {
    site = await openSite();
    ({ id } = await site.sample());
  });
  afterAll(() => site.close());

  test.each(VIEWS)('%s draws without a fault, whole and under a filter', async (view) => {
    const { page, faults } = await site.open();
    for (const search of ['', '?q=ip.proto+==+tcp', '?m=flows']) {
      await page.goto(`${site.address}/d/${id}/${view}${search}`);
      await drawn(page, view);
    }
    // What lies further down is drawn when it is seen.
    for (const heading of await page.locator('#view h2').all()) {
      await heading.scrollIntoViewIfNeeded();
      await drawn(page, view);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  describe('light and dark: axe finds no serious or critical fault', () => {
    /** In both themes: a page that follows the system changes with it. */
    async function faultsInBoth(page: Page): Promise<string[]> {
      const found: string[] = [];
      for (const colorScheme of ['light', 'dark'] satisfies Scheme[]) {
        await page.emulateMedia({ colorScheme });
        await expect.poll(() => schemeOf(page)).toBe(colorScheme);
        found.push(...(await faultsOf(page)));
      }
      return found;
    }
    test('on the start page', async () => {
      const { page } = await site.open({ colorScheme: 'light' });
      await page.goto(site.address);
      await page.getByRole('article').first().waitFor();
      expect(await faultsInBoth(page)).toEqual([]);
      await page.context().close();
    });
    test.each(VIEWS)('in %s', async (view) => {
      const { page } = await site.open({ colorScheme: 'light' });
      await page.goto(`${site.address}/d/${id}/${view}?q=ip.proto+==+tcp`);
      await drawn(page, view);
      expect(await faultsInBoth(page)).toEqual([]);
      await page.context().close();
    });
    test.each(['light', 'dark'] satisfies Scheme[])(
      'in the inspector, a menu, the list of columns, help and about, %s',
      async (colorScheme) => {
        const { page } = await site.open({ colorScheme });
        await page.goto(`${site.address}/d/${id}/flows`);
        await drawn(page, 'flows');
        const found: string[] = [];
        await page.locator('[role=row][data-row="0"] [data-column="open"]').click();
        await page.getByRole('complementary', { name: 'Flow' }).getByRole('heading', { name: 'Source' }).waitFor();
        found.push(...(await faultsOf(page, 'aside[aria-label=Flow]')));
        await page.locator('[role=row][data-row="0"] [data-column="src.ip"]').click({ button: 'right' });
        await page.getByRole('menuitem', { name: 'Only this' }).waitFor();
        found.push(...(await faultsOf(page, '[role=menu]')));
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Columns' }).click();
        await page.getByRole('dialog').waitFor();
        found.push(...(await faultsOf(page, '[role=dialog]')));
        await page.keyboard.press('Escape');
        for (const name of ['Filter, fields and keys', 'About and licences']) {
          await page.getByRole('button', { name: 'Help' }).click();
          await page.getByRole('menuitem', { name }).click();
          await page.getByRole('dialog').waitFor();
          await page.waitForTimeout(200);
          found.push(...(await faultsOf(page, '[role=dialog]')));
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
        await page.getByRole('button', { name: 'Filter by panels' }).click();
        await page.getByRole('complementary', { name: 'Filter by' }).waitFor();
        found.push(...(await faultsOf(page, 'aside[aria-label="Filter by"]')));
        await page.getByRole('button', { name: 'Saved views and filters' }).click();
        await page.getByLabel('Name for what you see').waitFor();
        found.push(...(await faultsOf(page, '[role=dialog]')));
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Go to' }).waitFor();
        found.push(...(await faultsOf(page, '[role=dialog]')));
        expect(found).toEqual([]);
        await page.context().close();
      },
    );
  });

  describe('on a phone of 390 px', () => {
    const overflow = (page: Page): Promise<{ width: number; scrolls: number }> =>
      page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.scrollingElement!;
        return { width: clientWidth, scrolls: scrollWidth - clientWidth };
      });
    test('the start page does not scroll sideways', async () => {
      const { page } = await site.open({ viewport: PHONE, hasTouch: true, isMobile: true });
      await page.goto(site.address);
      await page.getByRole('article').first().waitFor();
      expect(await overflow(page)).toEqual({ width: PHONE.width, scrolls: 0 });
      await page.context().close();
    });
    test.each(VIEWS)('%s does not scroll sideways, and draws', async (view) => {
      const { page, faults } = await site.open({ viewport: PHONE, hasTouch: true, isMobile: true });
      await page.goto(`${site.address}/d/${id}/${view}`);
      await drawn(page, view);
      expect(await overflow(page)).toEqual({ width: PHONE.width, scrolls: 0 });
      expect(faults).toEqual([]);
      await page.context().close();
    });
    test('the inspector covers the page and can be left', async () => {
      const { page } = await site.open({ viewport: PHONE, hasTouch: true, isMobile: true });
      await page.goto(`${site.address}/d/${id}/flows`);
      await drawn(page, 'flows');
      await page.locator('[role=row][data-row="0"] [data-column]').first().tap();
      const panel = page.getByRole('complementary', { name: 'Flow' });
      await panel.getByRole('heading', { name: 'Source' }).waitFor();
      expect((await panel.boundingBox())!.width).toBeGreaterThanOrEqual(PHONE.width - 1);
      await panel.getByRole('button', { name: 'Close' }).tap();
      await panel.waitFor({ state: 'detached' });
      await page.context().close();
    });
  });
});
