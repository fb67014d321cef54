/** The pages of TLS, DNS and HTTP: their numbers against tshark's on real captures, what is weak marked, each mark a filter. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manyFlows } from '../captures.ts';
import { CORPUS, corpusCaptures, findProgram, output } from '../corpus.ts';
import { CHROMIUM, drawn, filterOf, openSite, PHONE, type Site } from './site.ts';

const CAPTURES = {
  tls: [
    'ndpi/pcap/teams.pcap',
    'zeek/Traces/tls/tls-expired-cert.pcap',
    'zeek/Traces/tls/signed_certificate_timestamp_tls1_0.pcap',
    'zeek/Traces/tls/tls13_wolfssl.pcap',
    'zeek/Traces/tls/chrome-1250-tls-x25519-kyber.pcap',
  ],
  dns: [
    'ndpi/pcap/teams.pcap',
    'ndpi/pcap/zoom.pcap',
    'ndpi/pcap/whatsapp_login_call.pcap',
    'ndpi/pcap/dns_fragmented.pcap',
  ],
  http: ['zeek/Traces/http/methods.pcap', 'zeek/Traces/http/bro.org.pcap'],
} as const;
type Kind = keyof typeof CAPTURES;
const KINDS: readonly Kind[] = ['tls', 'dns', 'http'];

const pathsOf = (kind: Kind): readonly string[] => CAPTURES[kind].map((name) => join(CORPUS, name));
const haveCaptures = corpusCaptures(...KINDS.flatMap((kind) => CAPTURES[kind])).length > 0;
const tshark = findProgram('tshark');

/** A word of the first message of each flow that passes a display filter of tshark → number of such flows. */
async function flowsByTshark(
  kind: Kind,
  filter: string,
  fields: readonly string[],
  wordOf: (values: readonly string[]) => string,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const asked = ['tcp.stream', 'udp.stream', ...fields].flatMap((field) => ['-e', field]);
  for (const path of pathsOf(kind)) {
    const seen = new Set<string>();
    const text = await output(tshark!, [
      '-n',
      '-r',
      path,
      ...(kind === 'tls' ? IN_ORDER : []),
      '-Y',
      filter,
      ...FIELDS,
      ...asked,
    ]);
    for (const line of text.split('\n').filter(Boolean)) {
      const [tcp, udp, ...values] = line.split('\t');
      const stream = tcp ? `tcp ${tcp}` : `udp ${udp}`;
      if (seen.has(stream)) continue;
      seen.add(stream);
      const word = wordOf(values);
      counts[word] = (counts[word] ?? 0) + 1;
    }
  }
  return counts;
}

/**
 * Without it tshark gives up streams whose first answer was captured out of order; with it those of which a packet is missing,
 * as in one of HTTP.
 */
const IN_ORDER = ['-o', 'tcp.reassemble_out_of_order:TRUE'];
const FIELDS = ['-T', 'fields', '-E', 'occurrence=f'];

const TLS_VERSIONS: Readonly<Record<string, string>> = {
  '0x0301': 'TLS 1.0',
  '0x0302': 'TLS 1.1',
  '0x0303': 'TLS 1.2',
  '0x0304': 'TLS 1.3',
};
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

const PATIENCE = { timeout: 15_000 };

/** Scrolls down to a panel, which is drawn when it is near. */
async function reveal(page: Page, title: string): Promise<Locator> {
  const region = page.getByRole('region', { name: title, exact: true });
  await page.locator('#view h2').first().hover();
  for (let turns = 0; (await region.count()) === 0 && turns < 30; turns++) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(100);
  }
  await region.scrollIntoViewIfNeeded();
  return region;
}

/** The rows of a panel that stand for a value: name → number. */
async function barsOf(page: Page, title: string): Promise<Readonly<Record<string, number>>> {
  const region = await reveal(page, title);
  await region.locator('ol li').first().waitFor();
  const rows = await region.locator('ol li > button[aria-pressed]').evaluateAll((buttons) =>
    buttons.map((button) => {
      const [name, , number] = [...button.children].map((part) => part as HTMLElement);
      return [name!.querySelector('span')!.title, number!.textContent!] as const;
    }),
  );
  return Object.fromEntries(rows.map(([name, number]) => [name, Number(number)]));
}

describe.skipIf(CHROMIUM === undefined || !haveCaptures)('pages of protocols', () => {
  let site: Site;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    site = await openSite();
    for (const kind of KINDS) ids[kind] = (await site.importFiles(kind, pathsOf(kind))).id;
  });
  afterAll(() => site.close());
  const opened = async (kind: Kind, search = '', options = {}) => {
    const watched = await site.open(options);
    await watched.page.goto(`${site.address}/d/${ids[kind]}/${kind}${search}`);
    await drawn(watched.page, kind);
    return watched;
  };

  test.skipIf(tshark === undefined)('TLS versions that servers chose, by flows, are those tshark counts', async () => {
    const counted = await flowsByTshark(
      'tls',
      'tls.handshake.type == 2',
      ['tls.handshake.version', 'tls.handshake.extensions.supported_version'],
      ([old = '', chosen = '']) => TLS_VERSIONS[chosen || old] ?? old,
    );
    expect(Object.keys(counted).length).toBeGreaterThan(2);
    const { page, faults } = await opened('tls', '?m=flows&q=tls.cipher+and+ip.proto+==+tcp');
    expect(await barsOf(page, 'Which versions?')).toEqual(counted);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.skipIf(tshark === undefined)('DNS results by flows are those of the first responses in tshark', async () => {
    const counted = await flowsByTshark(
      'dns',
      // The code of multicast DNS means nothing, RFC 6762 §18.11.
      'dns.flags.response == 1 and not mdns',
      ['dns.flags.rcode'],
      ([code]) => RCODES[Number(code)] ?? `code ${code}`,
    );
    expect(Object.keys(counted).length).toBeGreaterThan(1);
    const { page, faults } = await opened('dns', '?m=flows&q=dns.rcode');
    expect(await barsOf(page, 'How do questions end?')).toEqual(counted);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.skipIf(tshark === undefined)('HTTP status codes and their classes by flows are those of tshark', async () => {
    const statusOf = (wordOf: (code: string) => string) =>
      flowsByTshark('http', 'http.response.code >= 200', ['http.response.code'], ([code = '']) => wordOf(code));
    const { page, faults } = await opened('http', '?m=flows&q=http.status');
    expect(await barsOf(page, 'How do requests end?')).toEqual(await statusOf((code) => code));
    expect(await barsOf(page, 'Do requests succeed?')).toEqual(await statusOf((code) => `${code[0]}xx`));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('old versions are marked as weak, a click keeps them alone, Alt leaves them out', async () => {
    const { page, faults } = await opened('tls', '?m=flows');
    const versions = page.getByRole('region', { name: 'Which versions?' });
    const old = versions.getByRole('button', { name: /^TLS 1\.0 ?weak/ });
    await old.waitFor();
    expect(await versions.getByRole('button', { name: /^TLS 1\.[23] ?weak/ }).count()).toBe(0);
    await old.click();
    await expect.poll(() => filterOf(page), PATIENCE).toBe('tls.version == "TLS 1.0"');
    await page.keyboard.press('Escape');
    await expect.poll(() => filterOf(page), PATIENCE).toBe('');
    await old.click({ modifiers: ['Alt'] });
    await expect.poll(() => filterOf(page), PATIENCE).toBe('not tls.version == "TLS 1.0"');
    await old.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a certificate that had ended when it was seen stands first, and its end is a filter', async () => {
    const { page, faults } = await opened('tls', '?m=flows');
    const panel = await reveal(page, 'Which certificates end soon?');
    const first = panel.locator('tbody tr').first();
    await expect.poll(() => first.textContent(), PATIENCE).toMatch(/^ended \d+.days before2014-03-04 23:59:59 UTC/);
    await first.getByRole('button', { name: /^2014-03-04/ }).click();
    await expect.poll(() => filterOf(page), PATIENCE).toBe('tls.cert.not_after == 2014-03-04T23:59:59Z');
    await expect.poll(() => panel.locator('tbody tr').count(), PATIENCE).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a status class and a slow name narrow the page', async () => {
    const http = await opened('http', '?m=flows');
    const ends = http.page.getByRole('region', { name: 'Do requests succeed?' });
    await ends.getByRole('button', { name: /^4xx/ }).click();
    await expect.poll(() => filterOf(http.page), PATIENCE).toMatch(/^http\.class == "?4xx"?$/);
    const codes = http.page.getByRole('region', { name: 'How do requests end?' });
    await expect.poll(() => codes.getByRole('button', { name: /^2\d\d/ }).count(), PATIENCE).toBe(0);
    expect(await codes.getByRole('button', { name: /^4\d\d/ }).count()).toBeGreaterThan(0);

    const dns = await opened('dns', '?m=flows');
    const slow = await reveal(dns.page, 'Which names are answered slowly?');
    const [name] = await slow.locator('tbody tr').first().locator('button').allTextContents();
    await slow.locator('tbody tr').first().locator('button').click();
    await expect.poll(() => filterOf(dns.page), PATIENCE).toBe(`dns.query == ${name}`);
    await expect.poll(() => slow.locator('tbody tr').count(), PATIENCE).toBe(1);
    expect([...http.faults, ...dns.faults]).toEqual([]);
    await http.page.context().close();
    await dns.page.context().close();
  });

  test('a page is offered only where there is such traffic, and says so where a filter leaves none', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
    writeFileSync(join(dir, 'plain.pcap'), manyFlows(3));
    const { id } = await site.importFiles('Plain', [join(dir, 'plain.pcap')]);
    rmSync(dir, { recursive: true });
    const { page, faults } = await site.open();
    await page.goto(`${site.address}/d/${ids.tls}/overview`);
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'TLS' }).waitFor();
    await page.goto(`${site.address}/d/${id}/overview`);
    await drawn(page, 'overview');
    for (const label of ['TLS', 'DNS', 'HTTP'])
      expect(await page.getByRole('link', { name: label, exact: true }).count()).toBe(0);
    for (const [kind, words] of [
      ['tls', /No TLS or QUIC in these flows/],
      ['dns', /No DNS in these flows/],
      ['http', /No HTTP in clear in these flows/],
    ] as const) {
      await page.goto(`${site.address}/d/${id}/${kind}`);
      await page.getByText(words).waitFor();
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test.each(KINDS)('%s fits a phone to its end', async (kind) => {
    const { page, faults } = await opened(kind, '', { viewport: PHONE });
    for (const heading of await page.locator('#view h2').all()) {
      await heading.scrollIntoViewIfNeeded();
      await drawn(page, kind);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
