/** A capture without any IP: its stations stand where hosts stand elsewhere. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { CHROMIUM, drawn, openSite, type Site } from './site.ts';

const HEADER = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
/** IEEE 802.3 with LLC of spanning tree: 60 bytes, to the bridges' group */
const bpdu = (from: string, second: number): Buffer => {
  const frame = Buffer.alloc(60);
  frame.write(`0180c2000000${from}0026424203`, 'hex');
  const record = Buffer.alloc(16);
  record.writeUInt32LE(1_700_000_000 + second, 0);
  record.writeUInt32LE(frame.length, 8);
  record.writeUInt32LE(frame.length, 12);
  return Buffer.concat([record, frame]);
};

describe.skipIf(CHROMIUM === undefined)('frames without addresses of IP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'capscope-stations-'));
  let site: Site;
  let dataset: Dataset;
  beforeAll(async () => {
    const path = join(folder, 'bridges.pcap');
    const frames = [0, 2, 4, 5].map((second, n) => bpdu(n === 3 ? '000d3a000002' : '000d3a000001', second));
    writeFileSync(path, Buffer.concat([HEADER, ...frames]));
    site = await openSite();
    dataset = await site.importFiles('bridges', [path]);
  });
  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are between stations, in lists and in the graph', async () => {
    const { page, faults } = await site.open();
    await page.goto(`${site.address}/d/${dataset.id}/overview`);
    await drawn(page, 'overview');
    const rows = page.locator('#view section', { hasText: 'Which stations talk most?' }).locator('ol li');
    await expect.poll(() => rows.count()).toBe(3);
    const [first] = await rows.allTextContents();
    expect(first!.replaceAll(/\s/g, ' ')).toMatch(/^01:80:c2:00:00:00.*240 B.*100 %/);

    await page.goto(`${site.address}/d/${dataset.id}/hosts`);
    await page.getByRole('link', { name: 'Show the stations' }).click();
    await drawn(page, 'conversations');
    const graph = page.getByRole('group', { name: 'Conversations as a graph' });
    await graph.focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => graph.locator('xpath=..').locator('[aria-live]').textContent())
      .toMatch(/01:80:c2:00:00:00|00:0d:3a/);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
