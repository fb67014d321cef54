// biome-ignore-all lint/performance/useDomNodeTextContent: what the reader sees counts
/**
 * How long each view takes at a million flows, from a change of the filter to the drawn picture, in a real browser; and how
 * soon the first picture comes after an import began. `node tests/bench-views.ts [FLOWS]`. Prints; asserts nothing.
 */

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Dataset, Job } from '#app/model.ts';
import { writeCapture } from './bench-capture.ts';
import { CHROMIUM, drawn, FLOW_VIEWS, filterOf, openSite, type Site, type ViewName } from './browser/site.ts';

const FLOWS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 5;
const PATIENCE_MS = 60_000;
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
  for (const view of FLOW_VIEWS) {
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

interface Begun {
  readonly made: Dataset;
  readonly job: Job;
  readonly page: Page;
  /** ms from the import's start to the first drawn rows */
  readonly picture: number;
}

/** Starts an import with the page open, and waits for its first picture. */
async function beginImport(site: Site, path: string): Promise<Begun> {
  const made = await site.call<Dataset>('POST', '/api/datasets', { name: 'bench' });
  const { page } = await site.open();
  await page.goto(`${site.address}/d/${made.id}/flows`);
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  const began = performance.now();
  const job = await site.call<Job>('POST', `/api/datasets/${made.id}/import`, { paths: [path] });
  await drawn(page, 'flows', 120_000);
  return { made, job, page, picture: performance.now() - began };
}

/** Each in a server and a browser of its own, as somebody who starts it finds them. */
async function measureFirstPictures(path: string): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const site = await openSite();
    times.push((await beginImport(site, path)).picture);
    await site.close();
  }
  console.log(
    `first picture of an import: median${ms(median(times))}   ${times.map((time) => Math.round(time)).join(' ')}`,
  );
}

async function measureImport(site: Site, path: string): Promise<Dataset> {
  const { made, job, page } = await beginImport(site, path);
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
  const { all } = await site.ask(made.id, { kind: 'totals', scope: { filter: '' } });
  console.log(`import with the page open: ${all.flows} flows, ${all.packets} packets in ${seconds.toFixed(1)} s`);
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
  await measureFirstPictures(path);
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
