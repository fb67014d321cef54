/** Azure on the page: storage browsed and imported, a session of Network Watcher from sign-in to import; refusals in words. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, ContainerSASPermissions, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { manyFlows } from '../captures.ts';
import { ACCOUNT, type Azurite, KEY, startAzurite } from '../stand-in/azurite.ts';
import { makeCertificate, trustHere } from '../stand-in/certificate.ts';
import { CLIENT, SECRET, TENANT } from '../stand-in/entra.ts';
import { AzureStandIn } from '../stand-in/resource-manager.ts';
import { CHROMIUM, openSite, type Site } from './site.ts';

const FOLDER = 'subscriptions/s1/resourcegroups/rg/providers/microsoft.compute/virtualmachines';
const PATIENCE = 60_000;

describe.skipIf(CHROMIUM === undefined)('captures from Azure', { timeout: 3 * PATIENCE }, () => {
  let dir: string;
  let azurite: Azurite;
  let azure: AzureStandIn;
  let site: Site;
  let sas: (permissions: string) => Promise<string>;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
    const certificate = makeCertificate(dir);
    trustHere(certificate);
    azurite = await startAzurite(dir, certificate);
    const container = new BlobServiceClient(
      azurite.service,
      new StorageSharedKeyCredential(ACCOUNT, KEY),
    ).getContainerClient('network-watcher-logs');
    await container.create();
    const put = async (path: string, flows: number): Promise<void> =>
      void (await container.getBlockBlobClient(path).uploadData(manyFlows(flows)));
    for (const [machine, flows] of [
      ['web', 30],
      ['db', 20],
    ] as const)
      for (const day of ['30', '31'])
        await put(`${FOLDER}/${machine}/2025/01/${day}/packetcapture_16_39_41_077.cap`, flows + Number(day));
    sas = (permissions) =>
      container.generateSasUrl({
        permissions: ContainerSASPermissions.parse(permissions),
        expiresOn: new Date(Date.now() + 3_600_000),
      });
    azure = await AzureStandIn.start({
      certificate,
      storage: () => azurite.service,
      onEnded: ({ storagePath }) =>
        put(decodeURIComponent(new URL(storagePath!).pathname).replace(`/${ACCOUNT}/network-watcher-logs/`, ''), 40),
    });
    Object.assign(process.env, {
      NODE_EXTRA_CA_CERTS: certificate.certFile,
      CAPSCOPE_AZURE_AUTHORITY: azure.origin,
      CAPSCOPE_AZURE_RESOURCE_MANAGER: azure.origin,
    });
    site = await openSite(['--allow-net', '127.0.0.0/8']);
  }, PATIENCE);
  afterAll(async () => {
    await site.close();
    azure.close();
    azurite.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const datasets = (): Promise<Dataset[]> => site.call('GET', '/api/datasets');
  const opened = async (): Promise<Page> => {
    const { page } = await site.open();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(site.address);
    await page.getByRole('button', { name: 'Azure' }).click();
    return page;
  };

  test('a signature that cannot list is explained; captures are found by machine and day and imported together', async () => {
    const page = await opened();
    const address = page.getByRole('textbox', { name: /Link with a SAS/ });
    await address.fill(await sas('r'));
    await page.getByRole('button', { name: 'Show what is there' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('this signature does not allow listing');
    await address.fill(await sas('rl'));
    await page.getByRole('button', { name: 'Show what is there' }).click();
    await page.getByRole('button', { name: 's1 › rg' }).waitFor();
    await page.getByPlaceholder('Search: machine, day, name').fill('web');
    await page.getByText('2 of 4 files').waitFor();
    await page.getByRole('checkbox', { name: /^Pick all of .*web$/ }).check();
    await page.getByRole('button', { name: /^Import 2 files \(/ }).click();
    await page.waitForURL(/\/d\/[a-z2-7]{8}/);
    await expect
      .poll(async () => (await datasets())[0], { timeout: PATIENCE })
      .toMatchObject({ name: 'web 2025-01-30', packets: 121, fileCount: 2, importing: false });
    await page.context().close();
  });

  test('a session is started after a sign-in, stopped, and imported by itself', async () => {
    const page = await opened();
    await page.getByRole('tab', { name: 'Network Watcher' }).click();
    await page.getByRole('radio', { name: 'As an application' }).check();
    await page.getByRole('textbox', { name: 'Tenant' }).fill(TENANT);
    await page.getByRole('textbox', { name: 'Client ID' }).fill(CLIENT);
    await page.getByLabel('Secret').first().fill(SECRET);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('combobox', { name: 'Subscription' }).click();
    await page.getByRole('option', { name: 'Plant' }).click();
    await page.getByRole('button', { name: 'Start a capture' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('slow-1');
    await page.getByRole('combobox', { name: 'Machine' }).click();
    await page.getByRole('option', { name: /vm1/ }).click();
    await page.getByRole('button', { name: 'Start, and import when it ends' }).click();
    await page.waitForURL(/\/d\/[a-z2-7]{8}/);
    expect(azure.sessions.get('slow-1')?.state).toBe('Running');
    await azure.end('slow-1');
    await expect
      .poll(async () => (await datasets()).find(({ name }) => name === 'slow-1'), { timeout: PATIENCE })
      .toMatchObject({ packets: 40, fileCount: 1, importing: false });
    await page.context().close();
  });
});
