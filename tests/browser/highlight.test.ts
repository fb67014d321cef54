/** The highlight in every picture: what a mark says of it is what a question of its own says; and nothing moves while views come. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { CHROMIUM, DESKTOP, drawn, openSite, PHONE, type Site, VIEWS, type ViewName } from './site.ts';

const HIGHLIGHT = 'dst.port in {443 22}';
const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region' });
/** Marks looked at in each picture. */
const MARKS = 3;

/** A picture, where it is, and the filter of what its mark is named. */
interface Picture {
  readonly chart: string;
  readonly view: ViewName;
  readonly sel?: string;
  readonly of: (name: string) => string;
}

const between = (name: string, field: string): string => {
  const [from, to] = name.split(' to ');
  return `src.${field} == ${from} and dst.${field} == ${to}`;
};
const appOf = (name: string) => (name === 'Not known' ? 'not app' : `app == ${name}`);

const PICTURES: readonly Picture[] = [
  { chart: 'Applications by volume', view: 'protocols', of: appOf },
  {
    chart: 'Layers as rings, the link in the middle',
    view: 'protocols',
    sel: 'layers:rings',
    of: (name) => `stack matches "^${name.split(', ').join(':')}(:|$)"`,
  },
  { chart: 'Bubbles', view: 'protocols', of: appOf },
  { chart: 'What goes where?', view: 'overview', of: (name) => appOf(name.replace('Application ', '')) },
  { chart: 'Conversations as a graph', view: 'conversations', of: (name) => `ip == ${name}` },
  { chart: 'Conversations as a matrix', view: 'conversations', sel: 'as:matrix', of: (name) => between(name, 'ip') },
  { chart: 'World map by volume', view: 'map', of: (name) => `country == ${name}` },
];

describe.skipIf(CHROMIUM === undefined)('what is highlighted', () => {
  let site: Site;
  let dataset: Dataset;
  /** codes of countries by their names */
  let codes: ReadonlyMap<string, string>;
  beforeAll(async () => {
    site = await openSite();
    dataset = await site.sample();
    const { rows } = await site.ask(dataset.id, { kind: 'places', scope: { filter: '' } });
    codes = new Map(
      rows.flatMap(({ place }) => (/^[A-Z]{2}$/.test(place ?? '') ? [[COUNTRIES.of(place!)!, place!]] : [])),
    );
  });
  afterAll(() => site.close());

  const bytesOf = async (filter: string): Promise<number> =>
    (await site.ask(dataset.id, { kind: 'totals', scope: { filter } })).scope.bytes;

  test.each(PICTURES)('is a true part of the marks of “$chart”', async ({ chart, view, sel, of }) => {
    const { page, faults } = await site.open();
    const search = new URLSearchParams({ h: HIGHLIGHT, ...(sel === undefined ? {} : { sel }) });
    await page.goto(`${site.address}/d/${dataset.id}/${view}?${search}`);
    await drawn(page, view);
    const picture = page.getByRole('group', { name: chart });
    // what lies below the fold is drawn when it is scrolled to
    await page.locator('#view > div').evaluate((all) => all.scrollTo(0, all.scrollHeight));
    await picture.scrollIntoViewIfNeeded();
    await picture.focus();
    for (let at = 0; at < MARKS; at++) {
      await page.keyboard.press('ArrowRight');
      const told = picture.locator('xpath=..').locator('[aria-live]');
      await expect.poll(() => told.textContent()).toMatch(/highlighted of it: /);
      const text = (await told.textContent())!.replaceAll('\u00a0', ' ');
      const [, name, rest] = /^(.*?): (.*)/.exec(text) ?? [];
      const [whole, lit] = [/^([\d ]+) B/, /highlighted of it: ([\d ]+) B/].map((part) => part.exec(rest!)?.[1]);
      const number = (words: string | undefined) => Number(words?.replaceAll(' ', ''));
      const filter = of(codes.get(name!) ?? name!);
      expect([text, number(lit)]).toEqual([text, await bytesOf(`(${filter}) and ${HIGHLIGHT}`)]);
      // bubbles tell three measures, rounded
      if (chart !== 'Bubbles') expect([text, number(whole)]).toEqual([text, await bytesOf(filter)]);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('is what bars are full of', async () => {
    const { page } = await site.open();
    await page.goto(`${site.address}/d/${dataset.id}/overview?${new URLSearchParams({ h: HIGHLIGHT })}`);
    await drawn(page, 'overview');
    const row = page.locator('#view section', { hasText: 'Which applications?' }).locator('ol button').first();
    await expect.poll(() => row.locator('i[data-pale]').count()).toBeGreaterThan(0);
    const widths = await row
      .locator('[aria-hidden] > i')
      .evaluateAll((parts) =>
        parts.map((part) => [part.getAttribute('data-pale') !== null, part.getBoundingClientRect().width] as const),
      );
    const sum = (pale: boolean) => widths.filter(([is]) => is === pale).reduce((all, [, width]) => all + width, 0);
    const part = (await bytesOf(`app == tls and ${HIGHLIGHT}`)) / (await bytesOf('app == tls'));
    expect(sum(false) / (sum(false) + sum(true))).toBeCloseTo(part, 1);
    await page.context().close();
  });

  test('is below the numbers of a table', async () => {
    const { page, faults } = await site.open();
    // of a file everything is counted, of a time what passed in it
    await page.goto(
      `${site.address}/d/${dataset.id}/compare?${new URLSearchParams({ h: HIGHLIGHT, sel: 'with:filter' })}`,
    );
    await drawn(page, 'compare');
    const number = page
      .getByRole('row', { name: /^tls/ })
      .getByRole('img', { name: /highlighted of it/ })
      .last();
    const told = async () => ((await number.getAttribute('aria-label')) ?? '').replaceAll('\u00a0', ' ');
    await expect.poll(told).toMatch(/highlighted of it: /);
    const bytes = Number(/: ([\d ]+) B/.exec(await told())![1]!.replaceAll(' ', ''));
    expect(bytes).toBe(await bytesOf(`app == tls and ${HIGHLIGHT}`));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('is told of certificates and of slow answers', async () => {
    const { page, faults } = await site.open();
    const [h, slow] = ['src.ip == 10.0.0.4', 'dns.qry.type == AAAA'];
    await page.goto(`${site.address}/d/${dataset.id}/tls?${new URLSearchParams({ h })}`);
    await drawn(page, 'tls');
    // what lies below the fold is there when it is scrolled to
    const scrolledTo = async (name: string) => {
      await page.locator('#view > div').evaluate((all) => all.scrollTo(0, all.scrollHeight));
      const region = page.locator(`section[aria-label="${name}"]`);
      await region.scrollIntoViewIfNeeded();
      return region;
    };
    const certificates = await scrolledTo('Certificates');
    const parts = certificates.getByRole('img', { name: /highlighted of it/ });
    await expect.poll(() => parts.count()).toBe(await certificates.locator('tbody tr').count());

    await page.goto(`${site.address}/d/${dataset.id}/dns?${new URLSearchParams({ h: slow })}`);
    await drawn(page, 'dns');
    const answers = await scrolledTo('Slow answers');
    const { rows } = await site.ask(dataset.id, {
      kind: 'flows',
      scope: { filter: 'dns.latency' },
      fields: ['id', 'dns.type'],
      sort: [{ field: 'dns.latency', descending: true }],
      offset: 0,
      limit: 50,
    });
    const lit = rows.filter((row) => row['dns.type'] === 'AAAA').length;
    await expect.poll(() => answers.locator('tbody tr[data-marked]').count()).toBe(lit);
    expect(lit).toBeGreaterThan(0);
    expect(lit).toBeLessThan(rows.length);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each([
    ['desk', DESKTOP],
    ['phone', PHONE],
  ] as const)('nothing moves on a %s while a view comes', async (_, viewport) => {
    const { page } = await site.open({ viewport });
    await page.addInitScript(() => {
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          Object.assign(window, { shift: (window as never)['shift'] + (entry as never)['value'] });
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const moved: string[] = [];
    for (const view of VIEWS) {
      await page.goto(`${site.address}/d/${dataset.id}/${view}`);
      await drawn(page, view);
      await page.waitForTimeout(400);
      const shift = await page.evaluate(() => Number((window as never)['shift']));
      // 0.1 is what a page may have to be called good (web.dev/cls)
      if (shift > 0.1) moved.push(`${view}: ${shift.toFixed(3)}`);
    }
    expect(moved).toEqual([]);
    await page.context().close();
  });
});
