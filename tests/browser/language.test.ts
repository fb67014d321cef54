/** The reader's own language, units and first visit. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, DESKTOP, drawn, openSite, PHONE, type Site, VIEWS } from './site.ts';

describe.skipIf(CHROMIUM === undefined)('language, units, first visit', () => {
  let site: Site;
  let id: string;
  beforeAll(async () => {
    site = await openSite();
    ({ id } = await site.sample());
  });
  afterAll(() => site.close());

  test('the language is chosen in the menu, stays, and is told to the browser; a Dutch browser gets Dutch by itself', async () => {
    const { page, faults } = await site.open();
    await page.goto(`${site.address}/d/${id}/overview`);
    await drawn(page, 'overview');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: 'Look and language' }).click();
    await page.getByRole('menuitem', { name: 'Nederlands' }).click();
    await page.getByRole('heading', { name: 'Welke hosts praten het meest?' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('nl');
    // a decimal comma, and names of countries
    await page.getByText('4,11 MB').first().waitFor();
    await page.getByText('Nederland', { exact: true }).first().waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Welke hosts praten het meest?' }).waitFor();
    await page.getByRole('button', { name: 'Uiterlijk en taal' }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Which hosts talk most?' }).waitFor();
    await page.context().close();
    const dutch = await site.open({ locale: 'nl-NL' });
    await dutch.page.goto(`${site.address}/d/${id}/flows`);
    await dutch.page.getByRole('heading', { name: 'Wie praat met wie?' }).waitFor();
    // of both ends, beside their addresses
    await expect.poll(() => dutch.page.getByRole('columnheader', { name: /^Poort/ }).count()).toBe(2);
    await dutch.page.context().close();
    expect([...faults, ...dutch.faults]).toEqual([]);
  });

  test('no view in Dutch is wider than a phone, and none has a fault', async () => {
    const { page, faults } = await site.open({ locale: 'nl-NL', viewport: PHONE });
    for (const view of VIEWS) {
      await page.goto(`${site.address}/d/${id}/${view}`);
      await page.locator('#view h2, #view h3').first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, view).toBeLessThanOrEqual(0);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('what a certificate answers with yes or no is Dutch, too', async () => {
    // parts of a view come when they are seen
    const { page } = await site.open({ locale: 'nl-NL', viewport: { ...DESKTOP, height: 3000 } });
    await page.goto(`${site.address}/d/${id}/tls`);
    const rows = page.getByRole('region', { name: 'Certificaten', exact: true }).locator('tbody tr');
    await rows.first().waitFor();
    for (const text of await rows.allInnerTexts()) expect(text).toMatch(/\t(ja|nee)\t/);
    await page.context().close();
  });

  test('sizes are shown in bits where bits are wished for, everywhere on the page', async () => {
    const { page } = await site.open();
    await page.goto(`${site.address}/d/${id}/overview`);
    await drawn(page, 'overview');
    await page.getByRole('button', { name: /^Time zone/ }).click();
    await page.getByRole('menuitem', { name: /^Bits: kbit/ }).click();
    await page
      .getByText(/^bits, both directions/)
      .first()
      .waitFor();
    await drawn(page, 'overview');
    // biome-ignore lint/performance/useDomNodeTextContent: what is seen, not what is there
    const text = await page.locator('#root').innerText();
    expect(text).toMatch(/32\.9\sMbit/);
    expect(text).not.toMatch(/\d\s[kMG]B\b/);
    await page.context().close();
  });

  test('a new reader is shown once, on one screen, what can be done; afterwards it is in the help menu', async () => {
    const { page, faults } = await site.open({ viewport: PHONE }, true);
    await page.goto(`${site.address}/d/${id}/overview`);
    const tour = page.getByRole('dialog', { name: 'What you can do here' });
    await tour.waitFor();
    // a small sheet: the page stays in sight and in reach
    const box = (await tour.boundingBox())!;
    expect(box.height).toBeLessThanOrEqual(PHONE.height / 4);
    await page.getByRole('button', { name: 'Filter by panels' }).click();
    await page.getByRole('button', { name: 'Close the panels' }).click();
    for (let step = 1; step < 6; step++) {
      await tour.getByText(`${step} of 6`).waitFor();
      await tour.getByRole('button', { name: 'Next' }).click();
    }
    const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    await tour.getByRole('button', { name: 'Begin' }).click();
    await tour.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('#view h2').first().waitFor();
    expect(await tour.count()).toBe(0);
    await page.getByRole('button', { name: 'Help' }).click();
    await page.getByRole('menuitem', { name: 'What you can do here' }).click();
    await tour.waitFor();
    await page.keyboard.press('Escape');
    await tour.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
    const desk = await site.open({ viewport: DESKTOP }, true);
    await desk.page.goto(`${site.address}/d/${id}/overview`);
    const whole = desk.page.getByRole('dialog', { name: 'What you can do here' });
    await whole.waitFor();
    expect((await whole.boundingBox())!.height).toBeLessThanOrEqual(DESKTOP.height);
    await whole.getByRole('button', { name: 'Begin' }).click();
    await whole.waitFor({ state: 'detached' });
    await desk.page.context().close();
  });

  test('a view is printed light, whole and without menus', async () => {
    const { page } = await site.open({ colorScheme: 'dark' });
    await page.addInitScript(() => {
      window.print = () =>
        document.documentElement.setAttribute(
          'data-printed',
          document.documentElement.dataset.mantineColorScheme ?? '',
        );
    });
    await page.goto(`${site.address}/d/${id}/overview`);
    await drawn(page, 'overview');
    await page.keyboard.press('Control+p');
    await page.locator('html[data-printed=light]').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation', { name: 'Views' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Help' }).isVisible()).toBe(false);
    // what lies below the fold is drawn, too
    await page.getByRole('heading', { name: 'At which hours?' }).waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await page.context().close();
  });
});
