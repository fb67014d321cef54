// biome-ignore-all lint/performance/useDomNodeTextContent: what the reader sees counts
/** What the hand does: filter, click, exclude, sort, brush, walk back, and all of it by keyboard and by link. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { CHROMIUM, drawn, filterOf, openSite, type Site, typeFilter, type ViewName, type Watched } from './site.ts';

describe.skipIf(CHROMIUM === undefined)('the hand', () => {
  let site: Site;
  let dataset: Dataset;
  beforeAll(async () => {
    site = await openSite();
    dataset = await site.sample();
  });
  afterAll(() => site.close());

  async function opened(view: ViewName, search = ''): Promise<Watched> {
    const watched = await site.open();
    await watched.page.goto(`${site.address}/d/${dataset.id}/${view}${search}`);
    await drawn(watched.page, view);
    return watched;
  }
  const strip = (page: Page) => page.getByRole('group', { name: /Arrow keys move/ });
  const flowsShown = async (page: Page): Promise<number> =>
    Number(await page.locator('[role=grid]').getAttribute('aria-rowcount')) - 1;
  const flowsOf = async (filter: string, span: { from?: number; to?: number } = {}): Promise<number> =>
    (await site.ask(dataset.id, { kind: 'totals', scope: { filter, ...span } })).scope.flows;

  describe('the filter', () => {
    test('is applied by Enter, stands in the address and leaves what it says', async () => {
      const { page, faults } = await opened('flows');
      await typeFilter(page, 'ip.proto == tcp');
      await expect.poll(() => filterOf(page)).toBe('ip.proto == tcp');
      const expected = await flowsOf('ip.proto == tcp');
      expect(expected).toBeGreaterThan(0);
      await expect.poll(() => flowsShown(page)).toBe(expected);
      await page.getByRole('list', { name: 'Parts of the filter' }).getByText('ip.proto == tcp').waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    });
    test('that is wrong is underlined where it is wrong, says why, and changes nothing', async () => {
      const { page } = await opened('flows');
      await typeFilter(page, 'ip.scr == 10.0.0.1');
      await page.locator('.cm-lintRange-error').waitFor();
      expect(await page.locator('.cm-lintRange-error').first().innerText()).toBe('ip.scr');
      await page.getByRole('alert').filter({ hasText: 'ip.scr' }).waitFor();
      expect(filterOf(page)).toBe('');
      await page.context().close();
    });
    test('completes fields, and values that are in the data', async () => {
      const { page } = await opened('flows');
      await page.locator('[data-filter-input] .cm-content').click();
      await page.keyboard.type('ip.pr');
      await page.locator('.cm-tooltip-autocomplete').getByText('ip.proto').first().waitFor();
      await page.keyboard.type('oto == ');
      await page.locator('.cm-tooltip-autocomplete').getByText('tcp', { exact: true }).first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      expect(await page.locator('[data-filter-input] .cm-content').innerText()).toMatch(/^ip\.proto == \S+/);
      await page.context().close();
    });
    test('loses a part by its cross, turns a part around by a click, and Esc takes the last one back', async () => {
      const { page } = await opened('flows', '?q=ip.proto+==+tcp+and+packets+%3E+2+and+bytes+%3E+1');
      await page.getByRole('button', { name: 'Remove packets > 2' }).click();
      await expect.poll(() => filterOf(page)).toBe('ip.proto == tcp and bytes > 1');
      await page.getByRole('button', { name: 'ip.proto == tcp: exclude instead' }).click();
      await expect.poll(() => filterOf(page)).toBe('not ip.proto == tcp and bytes > 1');
      await page.locator('body').press('Escape');
      await expect.poll(() => filterOf(page)).toBe('not ip.proto == tcp');
      await page.context().close();
    });
  });

  describe('a mark', () => {
    test('that is excluded takes what hovering told of it along', async () => {
      const { page } = await opened('overview');
      const bars = page
        .locator('#view section')
        .filter({ has: page.getByRole('heading', { name: 'Which hosts talk most?' }) })
        .locator('ol > li > button:first-child');
      const told = page.locator('body > [role=presentation] strong');
      const name = (await bars.nth(1).locator('> span').first().innerText()).trim();
      await bars.nth(1).hover();
      await expect.poll(() => told.innerText()).toBe(name);
      await page.keyboard.down('Alt');
      await page.mouse.down();
      await page.mouse.up();
      await page.keyboard.up('Alt');
      await expect.poll(() => filterOf(page)).toBe(`not ip == ${name}`);
      await expect.poll(() => told.filter({ hasText: name }).count()).toBe(0);
      await page.context().close();
    });
    test('of a bar: click is only this, Alt click all but this, Ctrl click this too', async () => {
      const { page, faults } = await opened('statistics');
      const panel = page
        .locator('#view section')
        .filter({ has: page.getByRole('heading', { name: 'Which applications?' }) });
      const top = { kind: 'top', scope: { filter: '' }, field: 'app', measure: 'bytes', limit: 10 } as const;
      const values = (await site.ask(dataset.id, top)).rows.map((row) => row.value);
      // Flows whose application nobody knows have a row of their own.
      const [first, second] = values.filter((value) => value !== undefined);
      const bar = (value: unknown) =>
        panel
          .locator('ol > li')
          .nth(values.indexOf(value as string))
          .locator('button')
          .first();
      await bar(first).click();
      await expect.poll(() => filterOf(page)).toBe(`app == ${first}`);
      await drawn(page, 'statistics');
      await bar(second).click({ modifiers: ['Control'] });
      await expect.poll(() => filterOf(page)).toBe(`app in {${first} ${second}}`);
      await page.goto(`${site.address}/d/${dataset.id}/statistics`);
      await drawn(page, 'statistics');
      await bar(first).click({ modifiers: ['Alt'] });
      await expect.poll(() => filterOf(page)).toMatch(new RegExp(`^(not app == ${first}|app != ${first})$`));
      expect(faults).toEqual([]);
      await page.context().close();
    });
    test('of a country in the list beside the map', async () => {
      const { page } = await opened('map');
      const bar = page.locator('#view ol > li').first().locator('button').first();
      await bar.click();
      await expect.poll(() => filterOf(page)).toMatch(/^country == /);
      await page.getByRole('button', { name: 'All places' }).click();
      await expect.poll(() => filterOf(page)).toBe('');
      await bar.click({ modifiers: ['Alt'] });
      await expect.poll(() => filterOf(page)).toMatch(/^(not )?country (==|!=) /);
      await page.context().close();
    });
    test('of a cell of the flow table: click is only this, Alt click excludes, the menu offers the rest', async () => {
      const { page } = await opened('flows');
      const cell = page.locator('[role=row][data-row="0"] [data-column="ip.proto"]');
      const value = (await cell.innerText()).trim();
      await cell.click();
      await expect.poll(() => filterOf(page)).toBe(`ip.proto == ${value}`);
      await page.goBack();
      await expect.poll(() => filterOf(page)).toBe('');
      await drawn(page, 'flows');
      await cell.click({ modifiers: ['Alt'] });
      await expect.poll(() => filterOf(page)).toMatch(new RegExp(`ip\\.proto (==|!=) ${value}`));
      await drawn(page, 'flows');
      await cell.click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Only this' }).click();
      await expect.poll(() => filterOf(page)).toMatch(/ip\.proto == /);
      await page.context().close();
    });
    test.each([
      ['protocols', 0],
      ['protocols', 1],
      ['map', 0],
    ] as const)('of a picture of %s (%i), by mouse and by keyboard', async (view, nth) => {
      const { page, faults } = await opened(view);
      const picture = page.locator('#view [aria-roledescription=chart]').nth(nth);
      await picture.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await expect.poll(() => filterOf(page)).not.toBe('');
      const only = filterOf(page);
      await page.goBack();
      await expect.poll(() => filterOf(page)).toBe('');
      await drawn(page, view);
      await picture.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Alt+Enter');
      await expect.poll(() => filterOf(page)).toBe(`not ${only}`);
      expect(faults).toEqual([]);
      await page.context().close();
    });
    test('of a picture by a click into it', async () => {
      const { page } = await opened('protocols');
      const picture = page.locator('#view [aria-roledescription=chart]').first();
      const { x, y, height } = (await picture.boundingBox())!;
      // The largest area of a treemap lies at its left edge.
      await page.mouse.click(x + 40, y + height / 2);
      await expect.poll(() => filterOf(page)).toMatch(/^app == /);
      await page.context().close();
    });
  });

  describe('the flow table', () => {
    test('sorts by a column, the largest first or last', async () => {
      const { page, faults } = await opened('flows');
      const head = page.getByRole('columnheader', { name: 'Bytes sent' });
      const shown = async (): Promise<string> =>
        (await page.locator('[role=row][data-row="0"] [data-column="src.bytes"]').innerText()).replace(/\D/g, '');
      const edge = async (descending: boolean): Promise<string> =>
        String(
          (
            await site.ask(dataset.id, {
              kind: 'flows',
              scope: { filter: '' },
              fields: ['src.bytes'],
              sort: [{ field: 'src.bytes', descending }],
              offset: 0,
              limit: 1,
            })
          ).rows[0]!['src.bytes'],
        );
      for (let click = 0; click < 2; click++) {
        await head.getByRole('button').click();
        await expect.poll(() => head.getAttribute('aria-sort')).toBeTruthy();
        await expect
          .poll(async () => [await head.getAttribute('aria-sort'), await shown()], { timeout: 5000 })
          .toSatisfy((seen) => seen !== undefined);
        const descending = (await head.getAttribute('aria-sort')) === 'descending';
        await drawn(page, 'flows');
        await expect.poll(shown).toBe(await edge(descending));
      }
      expect(new URL(page.url()).searchParams.get('s')).toMatch(/src\.bytes/);
      expect(faults).toEqual([]);
      await page.context().close();
    });
    test('opens a flow in the inspector, which a link opens again and Esc closes', async () => {
      const { page, faults } = await opened('flows');
      await page.locator('[role=row][data-row="2"] [data-column="open"]').click();
      const panel = page.getByRole('complementary', { name: 'Flow' });
      await panel.getByRole('heading', { name: 'Destination' }).waitFor();
      const address = page.url();
      expect(address).toMatch(/flow=\d+/);
      const text = await panel.innerText();
      await page.goto(address);
      await drawn(page, 'flows');
      await panel.getByRole('heading', { name: 'Destination' }).waitFor();
      expect((await panel.innerText()).split('\n')[0]).toBe(text.split('\n')[0]);
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
      expect(faults).toEqual([]);
      await page.context().close();
    });
    test('is walked by arrows, and Enter opens the flow', async () => {
      const { page } = await opened('flows');
      await page.getByRole('grid', { name: 'Flows' }).focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
      await page.getByRole('complementary', { name: 'Flow' }).waitFor();
      expect(page.url()).toMatch(/flow=\d+/);
      await page.context().close();
    });
    test('scrolls to the last flow', async () => {
      const { page, faults } = await opened('flows');
      const total = await flowsShown(page);
      await page.getByRole('grid', { name: 'Flows' }).focus();
      await page.keyboard.press('Control+End');
      await expect
        .poll(() => page.locator(`[role=row][data-row="${total - 1}"] [data-column="dst.ip"]`).innerText())
        .toMatch(/\S/);
      expect(faults).toEqual([]);
      await page.context().close();
    });
  });

  describe('the time strip', () => {
    test('narrows by dragging, and widens by a double click', async () => {
      const { page, faults } = await opened('flows');
      const { x, y, width, height } = (await strip(page).boundingBox())!;
      await page.mouse.move(x + width * 0.4, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 5 });
      await page.mouse.up();
      await page.waitForURL(/[?&]t=/);
      const [from, to] = new URL(page.url()).searchParams.get('t')!.split('-').map(Number) as [number, number];
      const whole = dataset.last! - dataset.first!;
      expect((to - from) / whole).toBeGreaterThan(0.15);
      expect((to - from) / whole).toBeLessThan(0.25);
      await expect.poll(() => flowsShown(page)).toBe(await flowsOf('', { from, to }));
      await strip(page).dblclick({ position: { x: width * 0.2, y: height / 2 } });
      await expect.poll(() => new URL(page.url()).searchParams.get('t')).toBeNull();
      expect(faults).toEqual([]);
      await page.context().close();
    });
    test('is worked by keys, and looks closer to milliseconds', async () => {
      const { page, faults } = await opened('flows');
      await strip(page).focus();
      await page.keyboard.press('Shift+ArrowRight');
      await page.waitForURL(/[?&]t=/);
      for (let press = 0; press < 14; press++) await page.keyboard.press('+');
      await page.waitForTimeout(500);
      await drawn(page, 'flows');
      await page.getByText(/per \d+(\.\d+)?\s?(ms|µs)/).waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    });
  });

  describe('the address', () => {
    test('holds dataset, view, filter, time, sort and flow: a copied link shows the same', async () => {
      const middle = Math.round((dataset.first! + dataset.last!) / 2);
      const search = `?q=ip.proto+==+tcp&t=${Math.floor(dataset.first!)}-${middle}&m=packets&s=-bytes`;
      const { page } = await opened('flows', search);
      const seen = async (): Promise<unknown> => ({
        rows: await flowsShown(page),
        first: await page.locator('[role=row][data-row="0"]').innerText(),
        sorted: await page.getByRole('columnheader', { name: 'Bytes', exact: true }).count(),
      });
      const before = await seen();
      const link = page.url();
      await page.context().close();
      const other = await site.open();
      await other.page.goto(link);
      await drawn(other.page, 'flows');
      expect(Number(await other.page.locator('[role=grid]').getAttribute('aria-rowcount')) - 1).toBe(
        (before as { rows: number }).rows,
      );
      expect(await other.page.locator('[role=row][data-row="0"]').innerText()).toBe(
        (before as { first: string }).first,
      );
      expect((before as { rows: number }).rows).toBe(
        await flowsOf('ip.proto == tcp', { from: Math.floor(dataset.first!), to: middle }),
      );
      await other.page.context().close();
    });
    test('back and forward walk filters and views', async () => {
      const { page, faults } = await opened('flows');
      await typeFilter(page, 'ip.proto == tcp');
      await expect.poll(() => filterOf(page)).toBe('ip.proto == tcp');
      await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Statistics' }).click();
      await drawn(page, 'statistics');
      expect(filterOf(page)).toBe('ip.proto == tcp');
      await page.goBack();
      await drawn(page, 'flows');
      expect(filterOf(page)).toBe('ip.proto == tcp');
      await page.goBack();
      await expect.poll(() => filterOf(page)).toBe('');
      await drawn(page, 'flows');
      await expect.poll(() => flowsShown(page)).toBe(dataset.flows);
      await page.goForward();
      await expect.poll(() => filterOf(page)).toBe('ip.proto == tcp');
      expect(faults).toEqual([]);
      await page.context().close();
    });
    test('that makes no sense shows what it can', async () => {
      const { page } = await site.open();
      await page.goto(`${site.address}/d/${dataset.id}/nonsense?t=9-1&m=apples&s=nothing&flow=x`);
      await page.waitForURL(/\/overview/);
      await page.getByRole('navigation', { name: 'Views' }).waitFor();
      await page.context().close();
    });
  });

  test('Tab reaches the main things, each with a name and a visible focus', async () => {
    const { page } = await opened('flows');
    await page.locator('body').focus();
    const reached: string[] = [];
    const nameless: string[] = [];
    for (let press = 0; press < 45; press++) {
      await page.keyboard.press('Tab');
      const { name, html, ring } = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.innerText);
        const name = element.getAttribute('aria-label') ?? [...labels, element.innerText].join(' ').trim();
        return {
          name,
          html: element.outerHTML.slice(0, 120),
          ring: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
        };
      });
      reached.push(name);
      if (name === '') nameless.push(html);
      if (!ring && !html.includes('cm-content')) nameless.push(`no focus ring: ${html}`);
    }
    for (const name of [
      'Flows',
      'Protocols',
      'Statistics',
      'Map',
      'Files',
      /^Dataset: /,
      'Filter',
      'Help',
      /Arrow keys move/,
      /^Start/,
    ]) {
      expect(
        reached.some((one) => (typeof name === 'string' ? one === name : name.test(one))),
        String(name),
      ).toBe(true);
    }
    expect(nameless).toEqual([]);
    await page.context().close();
  });
});
