/** The real server with a data directory of its own, and a real browser that is watched for what it must not do. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { CaptureFile, Dataset, Job } from '#app/model.ts';
import type { Answer, Question } from '#query/question.ts';
import { chromiumOptions, findChromium } from '../chromium.ts';
import { LAUNCHER } from '../command.ts';

export const CHROMIUM: string | undefined = findChromium();
/** Of any flows: those that are measured with a million. */
export const FLOW_VIEWS = [
  'overview',
  'flows',
  'hosts',
  'conversations',
  'protocols',
  'statistics',
  'time',
  'map',
  'compare',
] as const;
export const VIEWS = [...FLOW_VIEWS, 'tls', 'dns', 'http', 'files'] as const;
/** 'logs' is there only for datasets with flow logs. */
export type ViewName = (typeof VIEWS)[number] | 'logs';

export interface Watched {
  readonly page: Page;
  /** requests to anywhere but the server, errors on the console, exceptions, refused answers */
  readonly faults: string[];
  readonly requests: string[];
}

export interface Site {
  readonly address: string;
  readonly browser: Browser;
  /** `isNew`: a reader who has never been here */
  open(options?: BrowserContextOptions, isNew?: boolean): Promise<Watched>;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  ask<Q extends Question>(dataset: string, question: Q): Promise<Answer<Q['kind']>>;
  /** the sample's dataset, imported to its end */
  sample(): Promise<Dataset>;
  importFiles(name: string, paths: readonly string[]): Promise<Dataset>;
  close(): Promise<void>;
}

const START_MS = 30_000;
export const DESKTOP = { width: 1440, height: 900 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** `options`: of the server, besides where it listens and keeps its data. */
export async function openSite(options: readonly string[] = []): Promise<Site> {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  const server = spawn(LAUNCHER, ['serve', '--port', '0', '--data-dir', join(dir, 'data'), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await addressOf(server);
  const browser = await chromium.launch(chromiumOptions(CHROMIUM!));

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const json =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(address + path, { method, ...json });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
  async function ended(id: string): Promise<Dataset> {
    for (;;) {
      const dataset = await call<Dataset>('GET', `/api/datasets/${id}`);
      // Its numbers are told a moment after the import has ended.
      if (!dataset.importing && dataset.flows > 0) return dataset;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    address,
    browser,
    call,
    async open(options = {}, isNew = false) {
      const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: 'reduce', ...options });
      // readers who have seen the tour; first-run.test.ts looks at those who have not
      if (!isNew) await context.addInitScript(() => localStorage.setItem('capscope-toured', 'yes'));
      return watch(await context.newPage(), address);
    },
    async ask(dataset, question) {
      const reply = await call<{ ok: boolean; answer: never }>('POST', `/api/datasets/${dataset}/ask`, question);
      if (!reply.ok) throw new Error(JSON.stringify(reply));
      return reply.answer;
    },
    async sample() {
      const { dataset } = await call<{ dataset: Dataset }>('POST', '/api/sample');
      return ended(dataset.id);
    },
    async importFiles(name, paths) {
      const { id } = await call<Dataset>('POST', '/api/datasets', { name });
      await call<Job>('POST', `/api/datasets/${id}/import`, { paths });
      const dataset = await ended(id);
      const files = await call<CaptureFile[]>('GET', `/api/datasets/${id}/files`);
      if (files.length !== paths.length)
        throw new Error(`${name}: ${files.length} of ${paths.length} files were imported`);
      return dataset;
    },
    async close() {
      await browser.close();
      const gone = new Promise((resolve) => server.once('close', resolve));
      server.kill('SIGTERM');
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function addressOf(server: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error('the server does not start')), START_MS);
  let text = '';
  server.stdout!.on('data', (piece: Buffer) => {
    text += piece.toString();
    const found = /http:\/\/[\d.]+:\d+/.exec(text);
    if (found === null) return;
    clearTimeout(timer);
    resolve(found[0]);
  });
  server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
  return promise;
}

function watch(page: Page, address: string): Watched {
  const faults: string[] = [];
  const requests: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    requests.push(url);
    const own = url.startsWith(`${address}/`) || url.startsWith('data:') || url.startsWith(`blob:${address}`);
    if (!own) faults.push(`a request to ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on('console', (message) => {
    // Reading pictures back is what drawn() does, not the page.
    const told = /error|warning/.test(message.type()) && !message.text().startsWith('Canvas2D: Multiple readback');
    if (told) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack ?? error.message}`));
  return { page, faults, requests };
}

/** What a finished view has. */
const DRAWN: Readonly<Record<ViewName, readonly string[]>> = {
  overview: ['#view ol button', '#view section[aria-label="In numbers"] b'],
  hosts: ['[role=row][data-row="0"] [data-column]'],
  conversations: ['#view [role=group] canvas'],
  time: ['#view [role=group] canvas'],
  compare: ['#view tbody tr'],
  tls: ['#view ol button'],
  dns: ['#view ol button'],
  http: ['#view ol button'],
  flows: ['[role=row][data-row="0"] [data-column]'],
  protocols: ['#view [role=group] canvas'],
  statistics: ['#view ol button'],
  map: ['#view [role=group] canvas', '#view ol button'],
  files: ['#view tbody tr'],
  logs: ['#view [role=group] canvas'],
};

const PATIENCE_MS = 15_000;

/** Waits until a view has drawn: its marks are there, no picture is empty, nothing waits for an answer. */
export async function drawn(page: Page, view: ViewName, timeout = PATIENCE_MS): Promise<void> {
  await page.waitForFunction(isDrawn, { selectors: DRAWN[view], strip: view !== 'files' }, { timeout, polling: 'raf' });
}

/** Runs in the page. */
function isDrawn({ selectors, strip }: { readonly selectors: readonly string[]; readonly strip: boolean }): boolean {
  const hasInk = (canvas: HTMLCanvasElement): boolean => {
    if (canvas.width === 0 || canvas.height === 0) return false;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let at = 3; at < data.length; at += 4 * 31) if (data[at]! > 0 && ++ink > 20) return true;
    return false;
  };
  if (document.querySelector('#view [aria-busy=true], #view [role=status][aria-label=Loading]') !== null) return false;
  if (document.querySelector('#view[data-coming]') !== null) return false;
  if (!selectors.every((selector) => document.querySelector(selector) !== null)) return false;
  const row = document.querySelector<HTMLElement>('[role=row][data-row="0"]');
  if (row !== null && (row.textContent === '' || row.style.opacity !== '')) return false;
  const canvases = [...document.querySelectorAll<HTMLCanvasElement>('#view canvas')];
  if (strip)
    canvases.push(...document.querySelectorAll<HTMLCanvasElement>('section[aria-label="Traffic over time"] canvas'));
  return (!strip || canvases.length > 0) && canvases.every(hasInk);
}

/** The filter in the address bar. */
export function filterOf(page: Page): string {
  return new URL(page.url()).searchParams.get('q') ?? '';
}

/** Types a filter in place of what is there, and applies it. */
export async function typeFilter(page: Page, text: string): Promise<void> {
  await page.locator('[data-filter-input] .cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}
