// biome-ignore-all lint/performance/useDomNodeTextContent: what the reader sees counts
/**
 * How long each view takes at a million flows, from a change of the filter to the drawn picture, in a real browser; and how
 * soon the first picture comes after an import began. `node tests/bench-views.ts [FLOWS]`. Prints; asserts nothing.
 */

import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Dataset, Job } from '#app/model.ts';
import { CHROMIUM, drawn, filterOf, openSite, type Site, type ViewName } from './browser/site.ts';

const FLOWS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 5;
const PATIENCE_MS = 60_000;
const VIEW_NAMES: readonly ViewName[] = ['flows', 'protocols', 'statistics', 'map'];
/** Each leaves another number of flows, so that the page shows which one it has drawn. */
const FILTERS = [
  'ip.proto == tcp',
  'app == dns',
  'bytes > 500',
  'dst.country in {DE NL}',
  'not app == dns',
  'src.ip == 10.0.0.0/12',
  'packets > 2 and app == http',
];

/** First octets of networks that lie in many countries. */
const NETWORKS = [
  5, 8, 13, 20, 31, 37, 41, 46, 58, 61, 77, 80, 91, 102, 103, 109, 133, 151, 163, 177, 186, 190, 197, 200, 202, 210,
  212, 217,
];
const START = 1_700_000_000;
const SPAN_SECONDS = 3600;

/** Ethernet, IPv4 and TCP or UDP around a payload, with its pcap record header. */
function record(
  out: Buffer,
  at: number,
  packet: {
    time: number;
    source: number;
    target: number;
    sport: number;
    dport: number;
    proto: number;
    flags: number;
    seq: number;
    payload: Buffer;
  },
): number {
  const transport = packet.proto === 6 ? 20 : 8;
  const length = 14 + 20 + transport + packet.payload.length;
  out.writeUInt32LE(Math.floor(packet.time), at);
  out.writeUInt32LE(Math.floor((packet.time % 1) * 1e6), at + 4);
  out.writeUInt32LE(length, at + 8);
  out.writeUInt32LE(length, at + 12);
  let o = at + 16;
  out.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0], o);
  out.writeUInt16BE(20 + transport + packet.payload.length, o + 16);
  out.set([0, 1, 0, 0, 64, packet.proto, 0, 0], o + 18);
  out.writeUInt32BE(packet.source, o + 26);
  out.writeUInt32BE(packet.target, o + 30);
  o += 34;
  out.writeUInt16BE(packet.sport, o);
  out.writeUInt16BE(packet.dport, o + 2);
  if (packet.proto === 6) {
    out.writeUInt32BE(packet.seq, o + 4);
    out.writeUInt32BE(packet.flags & 0x10 ? 1 : 0, o + 8);
    out.set([0x50, packet.flags, 0xff, 0xff, 0, 0, 0, 0], o + 12);
  } else {
    out.writeUInt16BE(8 + packet.payload.length, o + 4);
    out.writeUInt16BE(0, o + 6);
  }
  packet.payload.copy(out, o + transport);
  return at + 16 + length;
}

const HTTP = Buffer.from('GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: bench\r\n\r\n');
const HTTP_ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n${'x'.repeat(900)}`,
);
const DNS = Buffer.from('12340100000100000000000003777777076578616d706c6503636f6d0000010001', 'hex');
const DNS_ANSWER = Buffer.from(
  '12348180000100010000000003777777076578616d706c6503636f6d0000010001c00c000100010000003c00045db8d822',
  'hex',
);
const NTP = Buffer.concat([Buffer.from([0x23]), Buffer.alloc(47)]);
const NTP_ANSWER = Buffer.concat([Buffer.from([0x24, 1]), Buffer.alloc(46)]);
const SSH = Buffer.from('SSH-2.0-OpenSSH_9.6\r\n');
const UNKNOWN = Buffer.alloc(120, 0xab);
const NONE = Buffer.alloc(0);

/** A capture of `flows` distinct flows; returns its path. */
async function writeCapture(path: string, flows: number): Promise<void> {
  const stream = createWriteStream(path, { highWaterMark: 1 << 22 });
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(0x0004_0002, 4);
  header.writeUInt32LE(65535, 16);
  header.writeUInt32LE(1, 20);
  stream.write(header);
  const FLOWS_A_PIECE = 4096;
  let random = 1;
  const next = (): number => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0);
  for (let from = 0; from < flows; from += FLOWS_A_PIECE) {
    const piece = Buffer.allocUnsafe(FLOWS_A_PIECE * 2400);
    let at = 0;
    for (let n = from; n < Math.min(flows, from + FLOWS_A_PIECE); n++) {
      const time = START + (n / flows) * SPAN_SECONDS;
      const kind = next() % 10;
      const proto = kind < 5 ? 6 : 17;
      const source = (10 << 24) | (n & 0x00ff_ffff);
      const target = ((NETWORKS[next() % NETWORKS.length]! << 24) | (next() & 0x00ff_ffff)) >>> 0;
      const sport = 1024 + (n % 60_000);
      const dport = [80, 80, 80, 22, 4444, 53, 53, 53, 123, 9999][kind]!;
      const [ask, answer] = [
        [HTTP, HTTP_ANSWER],
        [HTTP, HTTP_ANSWER],
        [HTTP, HTTP_ANSWER],
        [SSH, SSH],
        [UNKNOWN, UNKNOWN],
        [DNS, DNS_ANSWER],
        [DNS, DNS_ANSWER],
        [DNS, DNS_ANSWER],
        [NTP, NTP_ANSWER],
        [UNKNOWN, NONE],
      ][kind]!;
      const there = { time, source: source >>> 0, target, sport, dport, proto, flags: 0x18, seq: 1, payload: ask! };
      const back = {
        time: time + 0.02 + (next() % 1000) / 1e4,
        source: target,
        target: source >>> 0,
        sport: dport,
        dport: sport,
        proto,
        flags: 0x18,
        seq: 1,
        payload: answer!,
      };
      if (proto === 6) {
        at = record(piece, at, { ...there, flags: 2, seq: 0, payload: NONE });
        at = record(piece, at, { ...back, time: time + 0.01, flags: 0x12, seq: 0, payload: NONE });
      }
      at = record(piece, at, there);
      if (answer !== NONE) at = record(piece, at, back);
    }
    if (!stream.write(piece.subarray(0, at))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const ms = (value: number): string => `${Math.round(value)} ms`.padStart(9);

/** ms from Enter in the filter bar to the drawn picture, by the page's own clock. */
async function change(page: Page, view: ViewName, filter: string): Promise<number> {
  const before = await page.locator('[aria-live=polite] b').first().innerText();
  await page.locator('[data-filter-input] .cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(filter);
  await page.evaluate(() =>
    addEventListener('keydown', () => performance.mark('enter'), { capture: true, once: true }),
  );
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (old) => {
      const counts = document.querySelector<HTMLElement>('[aria-live=polite]:has(b)');
      return counts !== null && counts.querySelector('b')!.innerText !== old && counts.style.opacity === '';
    },
    before,
    { polling: 'raf', timeout: PATIENCE_MS },
  );
  await drawn(page, view, PATIENCE_MS);
  return page.evaluate(() => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    // A picture that has its answer paints in the next frame.
    return frame()
      .then(frame)
      .then(() => performance.now() - performance.getEntriesByName('enter').at(-1)!.startTime);
  });
}

async function measureViews(site: Site, id: string): Promise<void> {
  console.log(
    `${'view'.padEnd(12)}${'first'.padStart(9)}${'median'.padStart(9)}${'largest'.padStart(9)}   from the filter's change to the drawn picture`,
  );
  for (const view of VIEW_NAMES) {
    const { page, faults } = await site.open();
    const began = performance.now();
    await page.goto(`${site.address}/d/${id}/${view}`);
    await drawn(page, view, PATIENCE_MS);
    const first = performance.now() - began;
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await change(page, view, FILTERS[round % FILTERS.length]!));
    console.log(
      `${view.padEnd(12)}${ms(first)}${ms(median(times))}${ms(Math.max(...times))}   ${times.map((time) => Math.round(time)).join(' ')}`,
    );
    if (filterOf(page) === '') console.log('the filter did not change');
    for (const fault of faults) console.log(`fault: ${fault}`);
    await page.context().close();
  }
}

/** Starts an import with the page open; tells when the first rows and the first throughput were drawn. */
async function measureImport(site: Site, path: string): Promise<Dataset> {
  const made = await site.call<Dataset>('POST', '/api/datasets', { name: 'bench' });
  const { page } = await site.open();
  await page.goto(`${site.address}/d/${made.id}/flows`);
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  const began = performance.now();
  const job = await site.call<Job>('POST', `/api/datasets/${made.id}/import`, { paths: [path] });
  await drawn(page, 'flows', 120_000);
  const picture = performance.now() - began;
  let dataset = made;
  let ended = job;
  do {
    await new Promise((resolve) => setTimeout(resolve, 100));
    [dataset, ended] = await Promise.all([
      site.call<Dataset>('GET', `/api/datasets/${made.id}`),
      site.call<Job[]>('GET', '/api/jobs').then((jobs) => jobs.find((one) => one.id === job.id)!),
    ]);
  } while (dataset.importing);
  const seconds = ((ended.ended ?? 0) - ended.started) / 1000;
  console.log(
    `import with the page open: ${dataset.flows} flows, ${dataset.packets} packets in ${seconds.toFixed(1)} s; first picture after ${Math.round(picture)} ms`,
  );
  await page.context().close();
  return dataset;
}

if (CHROMIUM === undefined) {
  console.error('no Chromium was found; set CAPSCOPE_CHROMIUM to its path');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'capscope-bench-'));
try {
  const path = join(folder, 'bench.pcap');
  await writeCapture(path, FLOWS);
  console.log(`${FLOWS} flows in ${(statSync(path).size / 1e6).toFixed(0)} MB, ${availableParallelism()} cores`);
  const site = await openSite();
  try {
    const { id } = await measureImport(site, path);
    await measureViews(site, id);
  } finally {
    await site.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
