/** Captures by link: explained while they are typed, fetched from a real HTTP server, refused in words beside their names. */
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { manyFlows } from '../captures.ts';
import { CHROMIUM, drawn, openSite, type Site } from './site.ts';

const SECRET = 'bm90IGEgc2lnbmF0dXJl';
const sas = (permissions: string, end = '2099-01-01T00%3A00Z') =>
  `sv=2022-11-02&se=${end}&sr=b&sp=${permissions}&sig=${SECRET}%3D`;

describe.skipIf(CHROMIUM === undefined)('captures by link', () => {
  let site: Site;
  let origin: http.Server;
  let at: string;
  let asked: string[];
  let locked: boolean;
  const capture = manyFlows(700);
  const another = manyFlows(700, Date.UTC(2024, 9, 22));
  beforeAll(async () => {
    asked = [];
    locked = true;
    origin = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      const { pathname } = new URL(request.url ?? '', 'http://x');
      if (pathname.endsWith('b.cap')) response.end(another);
      else if (pathname.endsWith('.cap')) response.end(capture);
      else if (pathname.endsWith('locked.pcap') && !locked) response.end(capture);
      else if (pathname.endsWith('locked.pcap')) response.writeHead(403).end();
      else if (pathname.endsWith('notes.txt')) response.end('words, no capture at all\n');
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    at = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
    site = await openSite(['--allow-net', '127.0.0.0/8']);
  });
  afterAll(async () => {
    await site.close();
    origin.closeAllConnections();
    origin.close();
  });
  const datasets = (): Promise<Dataset[]> => site.call('GET', '/api/datasets');
  const typeLinks = async (page: Page, ...links: string[]) => {
    await page.getByLabel('Links to captures, one a line').fill(links.join('\n'));
    await page.getByRole('list', { name: 'What the links allow' }).waitFor();
  };
  const opened = async () => {
    const watched = await site.open();
    await watched.page.goto(site.address);
    await watched.page.getByRole('button', { name: 'By link' }).first().click();
    return watched;
  };

  test('two links make one dataset; their signatures are explained first, and shown nowhere after', async () => {
    const { page, faults } = await opened();
    await typeLinks(page, `${at}/logs/a.cap?${sas('r')}`, `${at}/logs/b.cap?${sas('rl')}`);
    await page.getByText('service SAS of a blob: read, until 2099-01-01 00:00 UTC').waitFor();
    await page.getByText('service SAS of a blob: read, list, until 2099-01-01 00:00 UTC').waitFor();
    await page.getByRole('button', { name: 'Import 2 links' }).click();
    await page.waitForURL(/\/d\/[a-z2-7]{8}/);
    await expect
      .poll(async () => (await datasets())[0], { timeout: 20_000 })
      .toMatchObject({
        name: 'a',
        packets: 1400,
        fileCount: 2,
        importing: false,
      });
    await drawn(page, 'overview');
    expect(asked).toEqual([`/logs/a.cap?${sas('r')}`, `/logs/b.cap?${sas('rl')}`]);
    expect(await page.content()).not.toContain(SECRET);
    expect(page.url()).not.toContain(SECRET);
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
      SECRET,
    );
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a link that cannot work says why before it is sent, and is not sent', async () => {
    const { page, faults } = await opened();
    const before = asked.length;
    await typeLinks(page, `${at}/a.cap?${sas('l')}`, `${at}/b.cap?${sas('r', '2020-01-01')}`);
    await page.getByText('Will not work: this signature allows listing only').waitFor();
    await page.getByText('Will not work: this signature ended at 2020-01-01 00:00 UTC').waitFor();
    expect(await page.getByRole('button', { name: 'Import 2 links' }).isDisabled()).toBe(true);
    expect(asked.length).toBe(before);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('what the other server refuses is told beside the name, and tried again without pasting it again', async () => {
    const { page } = await opened();
    const before = (await datasets()).length;
    await typeLinks(page, `${at}/locked.pcap?${sas('r')}`);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const tray = page.getByRole('region', { name: 'Uploads' });
    await tray.getByText('Not imported:').waitFor();
    expect(await tray.textContent()).toContain('locked.pcap');
    expect(await tray.textContent()).not.toContain(SECRET);
    await expect.poll(async () => (await datasets()).length).toBe(before);
    locked = false;
    await tray.getByRole('button', { name: 'Try again' }).click();
    await page.waitForURL(/\/d\/[a-z2-7]{8}/);
    await expect
      .poll(async () => (await datasets()).find((one) => one.name === 'locked'), { timeout: 20_000 })
      .toMatchObject({ packets: 700, importing: false });
    await page.context().close();
  });

  test('a live stream is shown while it lasts, and ended with what came', async () => {
    const peer = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(capture);
    });
    await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
    const { page, faults } = await opened();
    await typeLinks(page, `tcp://127.0.0.1:${(peer.address() as AddressInfo).port}`);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.waitForURL(/\/d\/[a-z2-7]{8}/);
    await drawn(page, 'overview');
    const live = async () => (await datasets()).find((one) => one.name.startsWith('127.0.0.1 port'));
    await expect.poll(live, { timeout: 20_000 }).toMatchObject({ flows: 700, importing: true });
    await page.getByRole('region', { name: 'Uploads' }).getByRole('button', { name: 'End' }).click();
    await expect.poll(live, { timeout: 20_000 }).toMatchObject({ flows: 700, importing: false, fileCount: 1 });
    expect(faults).toEqual([]);
    await page.context().close();
    peer.close();
  });

  test('a link is added to the dataset that is shown; what is no capture leaves it as it was', async () => {
    const { page, faults } = await site.open();
    const { id } = await site.call<Dataset>('POST', '/api/datasets', { name: 'Mine' });
    await page.goto(`${site.address}/d/${id}/overview`);
    await page.getByRole('button', { name: 'By link' }).click();
    await typeLinks(page, `${at}/one.cap`);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect
      .poll(() => site.call<Dataset>('GET', `/api/datasets/${id}`), { timeout: 20_000 })
      .toMatchObject({ packets: 700, importing: false });
    await drawn(page, 'overview');
    await page.getByRole('button', { name: 'Dataset: Mine' }).click();
    await page.getByRole('menuitem', { name: 'Add captures by link' }).click();
    await typeLinks(page, `${at}/notes.txt`);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page
      .getByRole('region', { name: 'Uploads' })
      .getByText(/Not imported: .*not a capture/)
      .waitFor();
    expect(await site.call('GET', `/api/datasets/${id}`)).toMatchObject({ packets: 700, fileCount: 1 });
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
