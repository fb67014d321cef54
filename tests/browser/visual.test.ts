/**
 * Every view looks as it was looked at and found good: both themes, on a desk and on a phone, with the sample, against
 * small grey pictures kept in visual/. After a change that is meant: `npm run visual -- --update`, and look at them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differenceOf, greyOf, readGrey, writePng } from './grey-picture.ts';
import { CHROMIUM, DESKTOP, drawn, openSite, PHONE, type Site, VIEWS } from './site.ts';

const KEPT = join(import.meta.dirname, 'visual');
const isUpdate = process.env.CAPSCOPE_VISUAL === 'update';
/** what differs is put here, whole */
const SEEN = join(tmpdir(), 'capscope-visual');
/** Pixels a cell of a kept picture stands for. */
const SIDE = 6;
/** Of 255; hinting of fonts and rounding of charts stay below half of these. */
const MEAN = 1.5;
const WORST = 24;

const SIZES = { desk: DESKTOP, phone: PHONE } as const;

describe.skipIf(CHROMIUM === undefined)('every view looks as it is known', () => {
  let site: Site;
  let id: string;
  beforeAll(async () => {
    site = await openSite();
    ({ id } = await site.sample());
    if (isUpdate) mkdirSync(KEPT, { recursive: true });
  });
  afterAll(() => site.close());

  async function look(page: Page, name: string): Promise<void> {
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    // what a view asks for after its first answers has come: nothing moves from one look to the next
    for (let last = '', next = await page.content(); last !== next; ) {
      await page.waitForTimeout(500);
      last = next;
      next = await page.content();
    }
    // sizes that were just found are drawn again in the next frames
    await page.waitForTimeout(400);
    const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    const seen = greyOf(shot, SIDE);
    const path = join(KEPT, `${name}.png`);
    if (isUpdate) {
      writeFileSync(path, writePng(seen));
      return;
    }
    expect(existsSync(path), `${path} is missing: npm run visual -- --update makes it`).toBe(true);
    const { mean, worst, at } = differenceOf(readGrey(readFileSync(path)), seen);
    if (mean <= MEAN && worst <= WORST) return;
    mkdirSync(SEEN, { recursive: true });
    const whole = join(SEEN, `${name}.png`);
    writeFileSync(whole, shot);
    const [left, top] = at.map((cells) => cells * SIDE);
    expect.fail(
      `${name} differs by ${mean.toFixed(2)} on average, by ${worst.toFixed(0)} about x ${left}, y ${top}; it is in ${whole}`,
    );
  }

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    describe.each(['desk', 'phone'] as const)('on a %s', (size) => {
      const options = { colorScheme, viewport: SIZES[size], timezoneId: 'UTC', locale: 'en-US' };
      let page: Page;
      beforeAll(async () => {
        ({ page } = await site.open(options));
      });
      afterAll(() => page.context().close());

      test.each(VIEWS)('%s', async (view) => {
        await page.goto(`${site.address}/d/${id}/${view}`);
        await drawn(page, view);
        await look(page, `${view}-${size}-${colorScheme}`);
      });
      test('the start page', async () => {
        await page.goto(site.address);
        await page.getByRole('article').first().waitFor();
        await look(page, `start-${size}-${colorScheme}`);
      });
    });
  });

  test('no picture is kept of a view that is gone', () => {
    const names = new Set(
      [...VIEWS, 'start'].flatMap((view) =>
        ['desk', 'phone'].flatMap((size) => ['light', 'dark'].map((scheme) => `${view}-${size}-${scheme}.png`)),
      ),
    );
    expect(readdirSync(KEPT).filter((name) => !names.has(name))).toEqual([]);
  });
});
