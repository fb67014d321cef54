/**
 * Uploads a capture through the page, in a real browser, while its way is cut: connections broken by a proxy, the server killed and
 * started again. Tells how it went; the stored bytes must be those of the file.
 *   node scripts/measure-upload.ts CAPTURE [--cuts 0.3,0.6] [--kills 0.45]      parts of the file at which it is cut
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import type { Dataset, Job } from '#app/model.ts';
import { chromiumOptions, findChromium } from '../tests/chromium.ts';
import { openProxy, openServed, sha256Of } from '../tests/served.ts';

const DOWN_MS = 1500;
const LOOK_MS = 25;

export interface Uploaded {
  readonly job: Job;
  readonly dataset: Dataset;
  readonly sha256: string;
  readonly seconds: number;
  /** bytes that had come at each cut and kill */
  readonly cuts: readonly string[];
  /** from the last interruption to the next byte that was new, the longest */
  readonly resumedMs: number;
  /** of the server, at the most, and where the system tells */
  readonly rssMb: number;
}

/** `cuts`, `kills`: parts of the file, 0 to 1, at which connections are broken or the server is killed. */
export async function uploadWithCuts(
  path: string,
  { cuts, kills }: { readonly cuts: readonly number[]; readonly kills: readonly number[] },
): Promise<Uploaded> {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-upload-'));
  const served = await openServed(dir);
  const proxy = await openProxy(served.port);
  const browser = await chromium.launch(chromiumOptions(findChromium()!));
  const { size } = statSync(path);
  const told: string[] = [];
  let rssMb = 0;
  let resumedMs = 0;
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${proxy.port}/`);
    const began = performance.now();
    await page.locator('input[type=file]').first().setInputFiles(path);
    const plan = [
      ...cuts.map((at) => ({ at, kind: 'cut' as const })),
      ...kills.map((at) => ({ at, kind: 'kill' as const })),
    ].sort((a, b) => a.at - b.at);
    let interrupted: { at: number; bytes: number } | undefined;
    let job: Job | undefined;
    for (;;) {
      const jobs = await served.call<Job[]>('GET', '/api/jobs');
      job = jobs.find(({ kind }) => kind === 'upload');
      rssMb = Math.max(rssMb, served.rssMb());
      const bytes = job?.bytesReceived ?? 0;
      if (interrupted !== undefined && bytes > interrupted.bytes) {
        resumedMs = Math.max(resumedMs, performance.now() - interrupted.at);
        interrupted = undefined;
      }
      if (job !== undefined && !['waiting', 'running', 'paused'].includes(job.state)) break;
      const [next] = plan;
      if (next !== undefined && bytes >= next.at * size) {
        plan.shift();
        told.push(`${next.kind} at ${bytes}`);
        if (next.kind === 'cut') await proxy.cut(DOWN_MS);
        else {
          await served.kill();
          await sleep(DOWN_MS);
          await served.start();
        }
        interrupted = { at: performance.now(), bytes };
      }
      await sleep(LOOK_MS);
    }
    const seconds = (performance.now() - began) / 1000;
    if (plan.length > 0) throw new Error(`it ended before it was cut at ${plan.map(({ at }) => at).join()}`);
    let dataset: Dataset;
    do {
      dataset = await served.call<Dataset>('GET', `/api/datasets/${job.dataset}`);
      await sleep(LOOK_MS);
    } while (dataset.importing);
    const folder = join(dir, 'datasets', job.dataset, 'captures');
    const [name] = readdirSync(folder);
    const sha256 = name === undefined ? '' : await sha256Of(join(folder, name));
    return { job, dataset, sha256, seconds, cuts: told, resumedMs, rssMb };
  } finally {
    await browser.close();
    await proxy.close();
    await served.kill();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { cuts: { type: 'string', default: '0.3' }, kills: { type: 'string', default: '0.6' } },
  });
  const parts = (text: string): number[] => text.split(',').filter(Boolean).map(Number);
  const [path] = positionals;
  if (path === undefined) throw new Error('name a capture');
  const { size } = statSync(path);
  const given = await sha256Of(path);
  const { job, dataset, sha256, seconds, cuts, resumedMs, rssMb } = await uploadWithCuts(path, {
    cuts: parts(values.cuts),
    kills: parts(values.kills),
  });
  console.log(`${size} bytes in ${seconds.toFixed(1)} s (${(size / 1e6 / seconds).toFixed(0)} MB/s), ${job.state}`);
  console.log(`interrupted: ${cuts.join(', ')}; the longest way back ${(resumedMs / 1000).toFixed(1)} s`);
  console.log(`packets ${dataset.packets}, flows ${dataset.flows}, server at most ${rssMb.toFixed(0)} MB`);
  console.log(
    `SHA-256 ${sha256 === given ? 'equal' : `DIFFERS: ${sha256} for ${given}`}; load ${loadavg()
      .map((n) => n.toFixed(1))
      .join(' ')}`,
  );
  process.exit(sha256 === given && job.state === 'done' ? 0 : 1);
}
