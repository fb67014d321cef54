/** What the user adds: tags that are found and taken away, networks that the map and the table show, files to ask further. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import {
  CHROMIUM,
  drawn,
  filterOf,
  openSite,
  PHONE,
  type Site,
  typeFilter,
  type ViewName,
  type Watched,
} from './site.ts';

/** ms: what a change sets going is drawn within */
const SLOW = { timeout: 20_000 } as const;

describe.skipIf(CHROMIUM === undefined)('own data', { timeout: 180_000 }, () => {
  let site: Site;
  let dataset: Dataset;
  beforeAll(async () => {
    site = await openSite();
    dataset = await site.sample();
  }, 120_000);
  afterAll(() => site.close());

  async function opened(view: ViewName, search = '', options = {}): Promise<Watched> {
    const watched = await site.open(options);
    await watched.page.goto(`${site.address}/d/${dataset.id}/${view}${search}`);
    await drawn(watched.page, view);
    return watched;
  }
  /** A box that offers choices is found by its label. */
  const inputOf = (part: Locator, label: string): Locator =>
    part.getByLabel(label, { exact: true }).and(part.page().locator('input'));
  const flowsOf = async (filter: string): Promise<number> =>
    (await site.ask(dataset.id, { kind: 'totals', scope: { filter } })).scope.flows;
  const rowCount = async (page: Page): Promise<number> =>
    Number(await page.locator('[role=grid]').getAttribute('aria-rowcount')) - 1;
  async function isAccessible(page: Page, part: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).include(part).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual(
      [],
    );
  }

  test('flows are ticked, tagged, found by the tag, lose it and get it back', async () => {
    const { page, faults } = await opened('flows');
    await page.getByRole('button', { name: 'Tag flows' }).click();
    const bar = page.getByRole('region', { name: 'Tag flows' });
    await page.getByRole('columnheader', { name: /Ticked/ }).waitFor();
    const ticks = page.locator('[role=row][data-row] [role=gridcell][aria-colindex="2"]');
    await ticks.nth(1).click();
    await page.getByRole('grid').press('ArrowDown');
    await page.getByRole('grid').press('Space');
    await bar.getByText('2 ticked').waitFor();
    await inputOf(bar, 'Tags').fill('To check <b>');
    await page.keyboard.press('Enter');
    await bar.getByRole('button', { name: 'Put on' }).press('Enter');
    await bar.getByText('Changed 2 flows of 2.').waitFor();
    await page.locator('[data-tag]').getByText('To check <b>').first();
    await isAccessible(page, '#view');
    await typeFilter(page, 'tag == "to check <B>"');
    await expect.poll(() => rowCount(page), SLOW).toBe(2);
    expect(filterOf(page)).toBe('tag == "to check <B>"');
    await bar.getByText('all 2 shown').click();
    await bar.getByRole('button', { name: 'Take off' }).click();
    await bar.getByText('Changed 2 flows of 2.').waitFor();
    await expect.poll(() => flowsOf('tag'), SLOW).toBe(0);
    await bar.getByRole('button', { name: 'Undo' }).click();
    await bar.getByText('Taken back.').waitFor();
    await expect.poll(() => flowsOf('tag == "to check <b>"'), SLOW).toBe(2);
    await expect.poll(() => rowCount(page), SLOW).toBe(2);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a flow has its tag and note in the inspector, and keeps them', async () => {
    const { page, faults } = await opened('flows', '?flow=5');
    const editor = page.getByRole('group', { name: 'Tags and note of this flow' });
    await inputOf(editor, 'Tags').fill('noted');
    await page.keyboard.press('Enter');
    await editor.getByText('Kept.').waitFor();
    await editor.getByRole('textbox', { name: 'Note' }).fill('strange hour');
    await editor.getByRole('button', { name: 'Keep the note' }).click();
    await expect.poll(() => flowsOf('tag == noted and note contains "strange" and id == 5'), SLOW).toBe(1);
    await inputOf(editor, 'Tags').fill('a'.repeat(51));
    await page.keyboard.press('Enter');
    await editor.getByText('a tag is longer than 50 characters').waitFor();
    await page.reload();
    await expect.poll(() => editor.getByRole('textbox', { name: 'Note' }).inputValue(), SLOW).toBe('strange hour');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'own networks are set, and map and table show them (%s)',
    async (colorScheme) => {
      await site.call('PUT', `/api/datasets/${dataset.id}/networks`, { networks: [] });
      const [busiest] = (
        await site.ask(dataset.id, {
          kind: 'top',
          scope: { filter: 'src.country == private' },
          field: 'src.net',
          measure: 'flows',
          limit: 1,
        })
      ).rows;
      const block = String(busiest!.value);
      const { page, faults } = await opened('files', '', { colorScheme });
      await page.getByRole('button', { name: 'Settings', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Add a network' }).click();
      await page.keyboard.type('10.0.0.0/44');
      await dialog.getByRole('button', { name: 'Save networks' }).click();
      await dialog.getByText('"10.0.0.0/44" is no block of addresses').waitFor();
      await dialog.getByText('a network needs a name').waitFor();
      await isAccessible(page, '[role=dialog]');
      await dialog.getByRole('textbox', { name: 'Block 1' }).fill(block);
      await dialog.getByRole('textbox', { name: 'Name 1' }).fill('Our lab');
      await inputOf(dialog, 'Country 1').fill('Nether');
      await page.getByRole('option', { name: 'Netherlands (NL)' }).click();
      await dialog.getByRole('textbox', { name: 'Latitude 1' }).fill('52.37');
      await dialog.getByRole('textbox', { name: 'Longitude 1' }).fill('4.9');
      await dialog.getByRole('button', { name: 'Save networks' }).click();
      await dialog.getByText('Saved: 1 network applies to all flows.').waitFor();
      await page.keyboard.press('Escape');
      const flows = await flowsOf('network == "our lab"');
      expect(flows).toBeGreaterThan(0);
      expect(await flowsOf('country == NL and org == "Our lab"')).toBe(flows);
      await page.goto(`${site.address}/d/${dataset.id}/map`);
      await drawn(page, 'map');
      await page.getByRole('heading', { name: 'Which of your own networks?' }).waitFor();
      await page
        .getByRole('button', { name: /Our lab/ })
        .first()
        .click();
      await expect.poll(() => filterOf(page), SLOW).toBe('network == "Our lab"');
      await isAccessible(page, '#view');
      await page.goto(`${site.address}/d/${dataset.id}/flows?cols=src.ip,src.network,src.country&q=src.network`);
      await page.locator('[role=gridcell]').getByText('Our lab').first().waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  test('each file has its pictures, that ask for its flows; what was refused says why', async () => {
    const job = await site.call<{ id: string }>('POST', `/api/datasets/${dataset.id}/import`, {
      paths: [import.meta.filename],
    });
    await expect
      .poll(
        async () =>
          (await site.call<{ id: string; state: string }[]>('GET', '/api/jobs')).find(({ id }) => id === job.id)?.state,
        { timeout: 60_000 },
      )
      .toBe('failed');
    const { page, faults } = await opened('files');
    await page.getByText('not a capture file').waitFor();
    const [file] = await site.call<{ name: string }[]>('GET', `/api/datasets/${dataset.id}/files`);
    const button = page.getByRole('button', { name: `Show the flows of ${file!.name}` });
    await button.waitFor();
    await isAccessible(page, '#view');
    await button.press('Enter');
    await expect.poll(() => filterOf(page), SLOW).toBe(`file == ${file!.name}`);
    await expect.poll(() => rowCount(page), SLOW).toBe(dataset.flows);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('on a phone nothing of the settings lies outside the screen', async () => {
    const { page } = await opened('files', '', { viewport: PHONE, colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'How packets become flows' }).waitFor();
    const outside = await page
      .getByRole('dialog')
      .evaluate(
        (dialog) =>
          [...dialog.querySelectorAll('button, input, textarea')]
            .map((one) => one.getBoundingClientRect())
            .filter(({ width, left, right }) => width > 0 && (left < 0 || right > window.innerWidth + 1)).length,
      );
    expect(outside).toBe(0);
    await isAccessible(page, '[role=dialog]');
    await page.context().close();
  });
});
