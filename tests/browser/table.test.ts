/** The flow table after a jump: the rows before stay until its own have come, but not for long. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, drawn, openSite, type Site } from './site.ts';

/** Drags the scroll bar to the end, and looks at every frame: its first row, and how many rows in sight are empty. */
const jump = (
  page: Page,
): Promise<readonly { readonly ms: number; readonly first: number; readonly blank: number }[]> =>
  page.evaluate(async () => {
    const grid = document.querySelector<HTMLElement>('[role=grid]')!;
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const began = await frame();
    grid.scrollTop = grid.scrollHeight;
    const seen: { ms: number; first: number; blank: number }[] = [];
    for (let now = began; now - began < 900; ) {
      now = await frame();
      const box = grid.getBoundingClientRect();
      const rows = [...grid.querySelectorAll<HTMLElement>('[role=row][data-row]')].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > box.top && top < box.bottom;
      });
      const blank = rows.filter((row) => (row.textContent ?? '').trim() === '').length;
      seen.push({ ms: now - began, first: Number(rows[0]?.dataset.row ?? -1), blank });
    }
    return seen;
  });

describe.skipIf(CHROMIUM === undefined)('the flow table', () => {
  let site: Site;
  let id: string;
  beforeAll(async () => {
    site = await openSite();
    id = (await site.sample()).id;
  });
  afterAll(() => site.close());

  const opened = async (answersMs: number): Promise<Page> => {
    const { page } = await site.open();
    await page.goto(`${site.address}/d/${id}/flows`);
    await drawn(page, 'flows');
    await page.waitForTimeout(300);
    const late = async (route: { continue(): Promise<void> }) => {
      await new Promise((resolve) => setTimeout(resolve, answersMs));
      await route.continue();
    };
    await page.route(/\/(ask|questions)$/, late);
    return page;
  };

  test('ends a name that is too long for its column with dots, and tells it whole', async () => {
    const { page } = await site.open();
    await page.goto(`${site.address}/d/${id}/flows?q=app+==+wins-replication`);
    await drawn(page, 'flows');
    const name = page.locator('[role=row][data-row="0"] [title^="wins-replication"]');
    const [isCut, overflow] = await name
      .locator('span')
      .evaluate((span) => [span.scrollWidth > span.clientWidth, getComputedStyle(span).textOverflow] as const);
    expect([isCut, overflow]).toEqual([true, 'ellipsis']);
    await page.context().close();
  });
  test('shows no empty row when the rows jumped to come soon', async () => {
    const page = await opened(30);
    const frames = await jump(page);
    expect(frames.at(-1)!.first).toBeGreaterThan(700);
    // a busy machine answers later than that
    expect(frames.filter(({ blank, ms }) => blank > 0 && ms < 130)).toEqual([]);
    await page.context().close();
  });

  test('shows where it is when they take long', async () => {
    const page = await opened(600);
    const frames = await jump(page);
    const empty = frames.find(({ blank }) => blank > 0);
    expect(empty?.first).toBeGreaterThan(700);
    expect(empty!.ms).toBeGreaterThan(100);
    expect(empty!.ms).toBeLessThan(400);
    await page.context().close();
  });
});
