/** An upload through the page whose way is cut twice: a small one of what scripts/measure-upload.ts does with any size. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uploadWithCuts } from '../../scripts/measure-upload.ts';
import { manyFlows } from '../captures.ts';
import { sha256Of } from '../served.ts';
import { CHROMIUM } from './site.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.skipIf(CHROMIUM === undefined)(
  'a broken connection and a killed server do not lose an upload, and its bytes are those of the file',
  async () => {
    const path = join(dir, 'big.pcap');
    // Most of it are long packets, so that it comes slowly enough to be cut.
    const flows = manyFlows(1000);
    const header = flows.subarray(0, 24);
    const record = Buffer.alloc(16 + 60_000);
    record.writeUInt32LE(1_700_000_100, 0);
    record.writeUInt32LE(60_000, 8);
    record.writeUInt32LE(60_000, 12);
    const long = Array.from({ length: 2500 }, () => record);
    writeFileSync(path, Buffer.concat([header, flows.subarray(24), ...long]));
    const { job, dataset, sha256, cuts } = await uploadWithCuts(path, { cuts: [0.2], kills: [0.5] });
    expect(job).toMatchObject({ state: 'done' });
    expect(cuts).toHaveLength(2);
    expect(dataset.packets).toBe(3500);
    expect(sha256).toBe(await sha256Of(path));
  },
  120_000,
);
