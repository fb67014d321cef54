/**
 * The flow table under a held key and a turning wheel, and the page's memory after long use, in a real browser:
 * `node tests/bench-page.ts [FLOWS] [SCROLL SECONDS] [USE MINUTES] [SECONDS OF LOOKING AT EACH VIEW]`. Prints; asserts nothing.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { writeCapture } from './bench-capture.ts';
import { CHROMIUM, drawn, FLOW_VIEWS, openSite, typeFilter } from './browser/site.ts';

const FLOWS = Number(process.argv[2] ?? 1_000_000);
const SCROLL_SECONDS = Number(process.argv[3] ?? 20);
const USE_MINUTES = Number(process.argv[4] ?? 10);
const LOOKING_SECONDS = Number(process.argv[5] ?? 0.1);
const PATIENCE_MS = 120_000;
/** Longer than a frame and a half at 60 a second: one was left out. */
const LATE_MS = 25;
/** Less than any flow of the capture has. */
const MOST_BYTES = 100;
const FILTERS = ['ip.proto == tcp', 'app == dns', 'bytes > 500', 'dst.country in {DE NL}', 'not app == dns'];

/** One number a frame: rows in sight that have nothing in them, and how long the frame took. */
interface Frames {
  readonly blank: readonly number[];
  readonly took: readonly number[];
  /** of the table, from its top */
  readonly rows: number;
}

/** How the table is moved. */
type Motion = 'wheel' | 'keys' | 'jumps';

/** Moves the table at every frame, and looks at its rows in the same. */
async function scroll(page: Page, motion: Motion, seconds: number): Promise<Frames> {
  await page.locator('[role=grid]').click({ position: { x: 5, y: 5 } });
  await page.locator('[role=grid]').press('Control+Home');
  await page.waitForTimeout(500);
  return page.evaluate(
    async ({ motion, ms }) => {
      const grid = document.querySelector<HTMLElement>('[role=grid]')!;
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const blank: number[] = [];
      const took: number[] = [];
      const began = await frame();
      let before = began;
      for (let count = 0; before - began < ms; count++) {
        if (motion === 'keys') {
          // as a key held down repeats: thirty times a second
          if (count % 2 === 0) grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
        } else {
          const deltaY = motion === 'wheel' ? 120 : count % 60 === 0 ? 1_000_000 : 0;
          const wheel = new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true });
          if (grid.dispatchEvent(wheel)) grid.scrollTop += deltaY;
        }
        const now = await frame();
        took.push(now - before);
        before = now;
        const box = grid.getBoundingClientRect();
        const rows = [...grid.querySelectorAll<HTMLElement>('[role=row][data-row]')].filter((row) => {
          const { top, bottom } = row.getBoundingClientRect();
          return bottom > box.top && top < box.bottom;
        });
        blank.push(rows.length === 0 ? 1 : rows.filter((row) => row.textContent.trim() === '').length);
      }
      const last = grid.querySelector<HTMLElement>('[role=row][data-row]:last-of-type');
      return { blank, took, rows: Number(last?.dataset.row ?? 0) };
    },
    { motion, ms: seconds * 1000 },
  );
}

/** Seconds of CPU that the page's own thread has worked: what a busy machine does not change. */
async function worked(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

function tellScroll(motion: Motion, { blank, took, rows }: Frames, seconds: number): void {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (part: number): string => `${sorted[Math.floor(part * (sorted.length - 1))]!.toFixed(1)} ms`;
  const withBlank = blank.filter((count) => count > 0).length;
  const late = took.filter((ms) => ms > LATE_MS).length;
  console.log(
    `${motion.padEnd(6)} to row ${rows}: ${took.length} frames, ${withBlank} with blank rows (${blank.reduce((a, b) => a + b, 0)} rows), ${late} late; a frame ${at(0.5)}, 99 % ${at(0.99)}, longest ${at(1)}; CPU a frame ${((seconds * 1000) / took.length).toFixed(1)} ms`,
  );
}

/** Bytes of the page's heap after a collection. */
async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Filters, views and back again, each looked at for a while. */
async function use(page: Page, session: CDPSession, id: string, minutes: number): Promise<void> {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  const first = await heap(session);
  const until = performance.now() + minutes * 60_000;
  let steps = 0;
  let most = first;
  let told = performance.now();
  for (; performance.now() < until; steps++) {
    const view = FLOW_VIEWS[steps % FLOW_VIEWS.length]!;
    await page.evaluate((path) => {
      history.pushState({}, '', path);
      dispatchEvent(new PopStateEvent('popstate'));
    }, `/d/${id}/${view}`);
    await drawn(page, view, PATIENCE_MS);
    // Another filter each time, of which every view has something to show: the smallest flow is larger.
    await typeFilter(page, `${FILTERS[steps % FILTERS.length]!} and bytes > ${steps % MOST_BYTES}`);
    await page.waitForTimeout(LOOKING_SECONDS * 1000);
    await drawn(page, view, PATIENCE_MS);
    if (performance.now() - told < 60_000) continue;
    told = performance.now();
    most = Math.max(most, await heap(session));
  }
  const last = await heap(session);
  console.log(
    `use for ${minutes} min: ${steps} views with ${steps} filters; heap ${mb(first)} at first, ${mb(Math.max(most, last))} at most, ${mb(last)} at the end`,
  );
}

if (CHROMIUM === undefined) {
  console.error('no Chromium was found; set CAPSCOPE_CHROMIUM to its path');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'capscope-bench-'));
try {
  const path = join(folder, 'bench.pcap');
  await writeCapture(path, FLOWS);
  const site = await openSite();
  try {
    const { id, flows } = await site.importFiles('bench', [path]);
    console.log(`${flows} flows, ${availableParallelism()} cores`);
    const { page, faults } = await site.open();
    await page.goto(`${site.address}/d/${id}/flows`);
    await drawn(page, 'flows', PATIENCE_MS);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    for (const motion of ['wheel', 'keys', 'jumps'] as const) {
      const before = await worked(session);
      const frames = await scroll(page, motion, SCROLL_SECONDS);
      tellScroll(motion, frames, (await worked(session)) - before);
    }
    await use(page, session, id, USE_MINUTES);
    for (const fault of faults) console.log(`fault: ${fault}`);
  } finally {
    await site.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
