/** The view of flow logs, with a virtual network's log of our own making: what was allowed and denied, each mark a filter. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pcapOf } from '../captures.ts';
import { CHROMIUM, drawn, filterOf, openSite, PHONE, type Site } from './site.ts';

const FROM = 1_700_000_000_000;
const MINUTE = 60_000;

/** 60 flows out and 20 in were allowed, each begun and ended; 90 from two hosts were denied at ports 22 and 3389. */
function vnetLog(): string {
  const at = (index: number) => FROM + (index * 59 * MINUTE) / 100;
  const allowed = (count: number, tuple: (index: number) => string, sums: string) =>
    Array.from({ length: count }, (_, index) => [
      `${at(index)},${tuple(index)},B,NX,0,0,0,0`,
      `${at(index) + 4000},${tuple(index)},E,NX,${sums}`,
    ]).flat();
  const group = (rule: string, flowTuples: readonly string[]) => ({ rule, flowTuples });
  const out = allowed(60, (index) => `10.0.0.6,93.184.216.34,${20_000 + index},443,6,O`, '10,1500,12,9000');
  const inbound = allowed(20, (index) => `203.0.113.7,10.0.0.6,${30_000 + index},80,6,I`, '5,500,6,4000');
  const denied = Array.from({ length: 90 }, (_, index) => {
    const source = index % 3 === 0 ? '1.1.1.1' : '8.8.8.8';
    return `${at(index)},${source},10.0.0.6,${40_000 + index},${index % 2 === 0 ? 22 : 3389},6,I,D,NX,0,0,0,0`;
  });
  return JSON.stringify({
    records: [
      {
        time: new Date(FROM).toISOString(),
        flowLogVersion: 4,
        macAddress: '00224871C205',
        category: 'FlowLogFlowEvent',
        targetResourceID: '/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/plant',
        operationName: 'FlowLogFlowEvent',
        flowRecords: {
          flows: [
            {
              aclID: '00000000-1234-abcd-ef00-c1c2c3c4c5c6',
              flowGroups: [
                group('AllowInternetOutBound', out),
                group('AllowWeb', inbound),
                group('BlockHighRiskPorts', denied),
              ],
            },
          ],
        },
      },
    ],
  });
}

describe.skipIf(CHROMIUM === undefined)('flow logs', () => {
  let site: Site;
  let dir: string;
  let dataset: string;
  beforeAll(async () => {
    site = await openSite();
    dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
    writeFileSync(join(dir, 'PT1H.json'), vnetLog());
    writeFileSync(
      join(dir, 'vm.pcap'),
      pcapOf([{ time: FROM, from: '10.0.0.6:5000', to: '10.0.0.9:6000', payload: 'hello' }]),
    );
    dataset = (await site.importFiles('Plant', [join(dir, 'PT1H.json'), join(dir, 'vm.pcap')])).id;
  });
  afterAll(async () => {
    await site.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const opened = async (options = {}) => {
    const watched = await site.open(options);
    await watched.page.goto(`${site.address}/d/${dataset}/logs`);
    await drawn(watched.page, 'logs');
    return watched;
  };

  test('the view is offered, counts the log alone, and says what it left out', async () => {
    const { page, faults } = await opened();
    await page.getByRole('link', { name: 'Flow logs' }).waitFor();
    await page.getByText(/170 flows from logs.*; 1 other flow of the dataset left out here/).waitFor();
    const denying = page.getByRole('region', { name: 'Which rules deny?' });
    expect(await denying.getByRole('button', { name: /^BlockHighRiskPorts/ }).textContent()).toContain('90');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a rule, a verdict and a bar of time narrow what all pictures are of', async () => {
    const { page, faults } = await opened();
    await page
      .getByRole('region', { name: 'Which rules decide?' })
      .getByRole('button', { name: /^AllowWeb/ })
      .click();
    await expect.poll(() => filterOf(page)).toBe('rule == AllowWeb');
    await page.getByText(/20 flows from logs/).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => filterOf(page)).toBe('');
    await page
      .getByRole('region', { name: 'How much is allowed and denied, over time?' })
      .getByRole('list', { name: 'Series' })
      .getByRole('button', { name: 'denied' })
      .click();
    await expect.poll(() => filterOf(page)).toMatch(/^decision == "?denied"?$/);
    await page.getByText(/90 flows from logs/).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a filter that leaves only packets says so, and a dataset without logs does not offer the view', async () => {
    const { page, faults } = await site.open();
    await page.goto(`${site.address}/d/${dataset}/logs?q=dst.port+==+6000`);
    await page.getByText('No flow in scope comes from a flow log.').waitFor();
    const { id } = await site.sample();
    await page.goto(`${site.address}/d/${id}/overview`);
    await drawn(page, 'overview');
    expect(await page.getByRole('link', { name: 'Flow logs' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('it fits a phone, and keeps the rules of accessibility', async () => {
    const { page, faults } = await opened({ viewport: PHONE });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
