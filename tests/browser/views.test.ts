// biome-ignore-all lint/performance/useDomNodeTextContent: what the reader sees counts
/** Pages of flows and hosts, groups, hours, two times side by side, the highlight: held against what tshark says of the packets. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { bytesOfFrame, TSHARK, tshark } from './sample-packets.ts';
import { CHROMIUM, drawn, filterOf, openSite, type Site, typeFilter, type ViewName, type Watched } from './site.ts';

interface Packet {
  /** ms */
  readonly time: number;
  readonly length: number;
  readonly src: string;
}

/** The cells of a line of CSV. */
const cells = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map((match) => match[1]!);
const number = (text: string): number => Number(text.replaceAll('\u00a0', ''));

describe.skipIf(CHROMIUM === undefined || TSHARK === undefined)('a view', () => {
  let site: Site;
  let dataset: Dataset;
  let watched: Watched;
  let page: Page;
  let packets: readonly Packet[];

  beforeAll(async () => {
    site = await openSite();
    dataset = await site.sample();
    const rows = await tshark(['frame.time_epoch', 'frame.len', 'ip.src', 'ipv6.src']);
    packets = rows.map(([time, length, src4, src6]) => ({
      time: Number(time) * 1000,
      length: Number(length),
      src: src4 || src6!,
    }));
    watched = await site.open({ acceptDownloads: true });
    page = watched.page;
  });
  afterAll(async () => {
    await site.close();
    expect(watched.faults).toEqual([]);
  });

  async function look(view: ViewName, search: string): Promise<void> {
    await page.goto(`${site.address}/d/${dataset.id}/${view}${search}`);
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
  }
  async function csv(title: string): Promise<Record<string, string>[]> {
    await page.getByRole('button', { name: `Export: ${title}` }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Numbers as CSV' }).click(),
    ]);
    const [head, ...rows] = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
      .map(cells);
    return rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i] ?? ''])));
  }
  /** A TCP flow with some packets, and what tshark calls it. */
  async function aFlow() {
    const { rows } = await site.ask(dataset.id, {
      kind: 'flows',
      scope: { filter: 'app == tls and ip.version == 4 and packets > 20 and packets < 100' },
      fields: ['src.ip', 'dst.ip', 'src.port', 'dst.port', 'packets'],
      sort: [{ field: 'packets', descending: true }],
      offset: 0,
      limit: 1,
    });
    const row = rows[0]!;
    const ends = (a: string, b: string) =>
      `ip.src == ${row[`${a}.ip`]} && ip.dst == ${row[`${b}.ip`]} && tcp.srcport == ${row[`${a}.port`]} && tcp.dstport == ${row[`${b}.port`]}`;
    return { row, filter: `(${ends('src', 'dst')}) || (${ends('dst', 'src')})` };
  }

  test('of a flow has its own address, its packets are those that tshark finds, and back leads to the table', async () => {
    const { row, filter } = await aFlow();
    const frames = await tshark(
      ['frame.number', 'frame.len', 'ip.src', 'tcp.seq', 'tcp.ack', 'tcp.len', 'frame.time_epoch'],
      filter,
    );
    await look('flows', `?flow=${row.id}`);
    await page.getByRole('button', { name: 'Page of this flow' }).click();
    await page.getByRole('heading', { name: 'Which packets is it made of?' }).waitFor();
    expect(new URL(page.url()).searchParams.get('sel')).toBe(`page:${row.id}`);
    const grid = page.getByRole('grid', { name: 'Packets' });
    await grid.locator('[role=row][data-row="0"] [data-column=bytes]', { hasText: /\d/ }).waitFor();
    expect(Number(await grid.getAttribute('aria-rowcount')) - 1).toBe(frames.length);
    const cell = (at: number, key: string) => grid.locator(`[role=row][data-row="${at}"] [data-column=${key}]`);
    for (const [at, frame] of frames.slice(0, 5).entries()) {
      expect(number(await cell(at, 'bytes').innerText())).toBe(Number(frame[1]));
      expect(await cell(at, 'direction').innerText()).toContain(frame[2] === row['src.ip'] ? 'sent' : 'received');
      expect(number(await cell(at, 'seq').innerText())).toBe(Number(frame[3]));
      if (at > 0) expect(number(await cell(at, 'ack').innerText())).toBe(Number(frame[4]));
      expect(number(await cell(at, 'payload').innerText())).toBe(Number(frame[5]));
    }
    const sums = await csv('When did it send, and how much?');
    const sent = frames.filter((frame) => frame[2] === row['src.ip']).reduce((sum, frame) => sum + Number(frame[1]), 0);
    expect(sums.reduce((sum, bin) => sum + Number(bin['sent bytes']), 0)).toBe(sent);
    // the page can be linked, and its bytes are the frame's
    await page.goto(`${site.address}/d/${dataset.id}/flows?sel=page:${row.id},packet:4`);
    const dump = page.getByRole('region', { name: 'Bytes in hexadecimal' });
    await dump.waitFor();
    const lines = await dump.locator('> div').evaluateAll((all) => all.map((line) => line.children[1]!.textContent));
    const hex = lines.join('');
    const bytes = await bytesOfFrame(frames[3]![0]!);
    expect(hex.replace(/[^0-9a-f]/g, '').slice(0, 60)).toBe(bytes.slice(0, 60));
    await page.getByRole('button', { name: 'All flows' }).click();
    await page.getByRole('grid', { name: 'Flows' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Which packets is it made of?' }).waitFor();
  });

  test('of a flow that is not there says so', async () => {
    await look('flows', '?sel=page:123456789');
    await page.getByText('There is no flow 123456789 in this dataset.').waitFor();
  });

  test('groups flows by several fields with sums that add up, and a group within groups is a filter of all of them', async () => {
    await look('flows', '?sel=by:app,next:dst.country');
    const table = page.getByRole('region', { name: 'Flows in groups' });
    await table.getByRole('button', { name: 'Open tls' }).click();
    const csvText = await (await fetch(`${site.address}/api/datasets/${dataset.id}/flows.csv`)).text();
    const [head, ...rows] = csvText.trimEnd().split('\r\n').map(cells);
    const column = (name: string) => head!.indexOf(name);
    const [app, country] = [column('app'), column('dst.country')];
    const tls = rows.filter((row) => row[app] === 'tls');
    const flowsOf = async (name: string) =>
      number(
        await table
          .getByRole('row')
          .filter({ has: page.getByText(name, { exact: true }) })
          .first()
          .getByRole('cell')
          .last()
          .innerText(),
      );
    expect(await flowsOf('tls')).toBe(tls.length);
    const german = tls.filter((row) => row[country] === 'DE').length;
    await expect.poll(() => flowsOf('Germany')).toBe(german);
    // by flows, the other way round
    await table.getByRole('columnheader', { name: 'Flows', exact: true }).getByRole('button').click();
    await expect
      .poll(() => table.getByRole('columnheader', { name: 'Flows', exact: true }).getAttribute('aria-sort'))
      .toBe('descending');
    await table.getByText('Germany', { exact: true }).first().click();
    await expect.poll(() => filterOf(page)).toBe('app == tls and dst.country == DE');
  });

  test('of a host tells its hardware address, its peers by country, and the ports at which it answered', async () => {
    const ip = '10.0.0.6';
    const macs = new Set((await tshark(['eth.src'], `ip.src == ${ip}`)).map(([mac]) => mac));
    expect(macs.size).toBe(1);
    await look('hosts', `?sel=host:${ip}`);
    await page.getByRole('heading', { name: 'Where are its peers?' }).waitFor();
    await page.getByRole('button', { name: [...macs][0]! }).waitFor();
    const called = await tshark(['ip.dst'], `ip.src == ${ip}`);
    const caller = await tshark(['ip.src'], `ip.dst == ${ip}`);
    const peers = new Set([...called, ...caller].map(([peer]) => peer));
    const facts = page.locator('dl > div', { hasText: 'Peers' });
    expect(number((await facts.first().innerText()).split('\n')[1]!)).toBe(peers.size);
    const tree = await csv('Where are its peers?');
    for (const row of tree) expect(peers).toContain(row['address']);
  });

  test('counts the hosts that send in each second', async () => {
    await look('time', '?sel=rate:hosts,width:1000');
    await drawn(page, 'time');
    const rows = await csv('How many hosts send at once?');
    const hosts = new Map<number, Set<string>>();
    for (const { time, src } of packets) {
      if (src === '') continue;
      const second = Math.floor(time / 1000);
      hosts.set(second, (hosts.get(second) ?? new Set()).add(src));
    }
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows)
      expect([row['time'], Number(row['all hosts'])]).toEqual([
        row['time'],
        hosts.get(Date.parse(row['time']!) / 1000)?.size ?? 0,
      ]);
  });

  test('shows the minutes of an hour that is chosen among days and hours', async () => {
    await look('time', '');
    await drawn(page, 'time');
    const hours = page.getByRole('group', { name: /On which days/ });
    await hours.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { name: /What happened in the hour/ });
    await heading.waitFor();
    expect(new URL(page.url()).searchParams.get('t')).toBeNull();
    const rows = await csv(await heading.innerText());
    const minutes = new Map<number, number>();
    for (const { time, length } of packets)
      minutes.set(Math.floor(time / 60_000), (minutes.get(Math.floor(time / 60_000)) ?? 0) + length);
    const seen = rows
      .map((row) => [
        Date.parse(row['time']!) / 60_000,
        Object.entries(row).reduce((sum, [key, value]) => (key === 'time' ? sum : sum + Number(value)), 0),
      ])
      .filter(([, bytes]) => bytes! > 0);
    expect(new Map(seen as [number, number][])).toEqual(minutes);
  });

  test('compares two times by what passed in each', async () => {
    await look('compare', '?sel=as:absolute,field:ip.version');
    await page.locator('#view tbody tr').first().waitFor();
    const sides = page.getByRole('region', { name: 'The two sides' });
    const edge = /Counted: packets from .* to (\S+ \S+)\./.exec(await sides.locator('div').first().innerText());
    const middle = Date.parse(`${edge![1]!.replace(' ', 'T')}Z`);
    const rows = await csv('What has changed, by IP version?');
    const sum = (key: string) => rows.reduce((all, row) => all + Number(row[key]), 0);
    const passed = (test: (time: number) => boolean) =>
      packets.reduce((all, { time, length }) => all + (test(time) ? length : 0), 0);
    expect(sum('bytes then')).toBe(passed((time) => time < middle));
    expect(sum('bytes now')).toBe(passed((time) => time >= middle));
    // a number leads to the flows of its side
    await page.locator('#view tbody tr').first().getByTitle('Show the flows then').click();
    await page.getByRole('grid', { name: 'Flows' }).waitFor();
    expect(filterOf(page)).toMatch(/^ip\.version == \d$/);
    expect(new URL(page.url()).searchParams.get('t')).not.toBeNull();
  });

  test('marks what a filter matches and keeps the rest', async () => {
    await look('flows', '');
    await drawn(page, 'flows');
    const total = await page.locator('[role=grid]').getAttribute('aria-rowcount');
    await page.locator('[data-filter-input] .cm-content').click();
    await page.keyboard.type('app == dns');
    await page.keyboard.press('Escape');
    await page.locator('[data-filter-input] .cm-content').click();
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.locator('[role=row][data-marked]').first().waitFor();
    expect(filterOf(page)).toBe('');
    expect(await page.locator('[role=grid]').getAttribute('aria-rowcount')).toBe(total);
    const apps = await page
      .locator('[role=row][data-row]')
      .evaluateAll((rows) =>
        rows.map((row) => [
          (row as HTMLElement).dataset['marked'],
          row.querySelector<HTMLElement>('[data-column=app]')?.innerText,
        ]),
      );
    for (const [marked, app] of apps) expect([marked, app]).toEqual([app === 'dns' ? 'true' : undefined, app]);
    const { scope } = await site.ask(dataset.id, { kind: 'totals', scope: { filter: 'app == dns' } });
    await page.getByText(new RegExp(`${scope.flows} flows, `)).waitFor();
    await page.getByRole('button', { name: 'Highlight nothing' }).click();
    await expect.poll(() => page.locator('[role=row][data-marked]').count()).toBe(0);
    await typeFilter(page, 'app == dns');
    await expect.poll(() => filterOf(page)).toBe('app == dns');
  });
});
