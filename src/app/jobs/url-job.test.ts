import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCidr } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import type { Room } from '../room.ts';
import type { JobRun } from './jobs.ts';
import { beginDownload, type UrlPlan, urlKind } from './url-job.ts';

test('a download that there is no room for is broken off', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  const server = http.createServer(
    (_request, response) => void response.writeHead(200).write('begins, and never ends'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const full = (): never => {
    throw new AppError('DISK_FULL', { path: 'x.pcap' });
  };
  const surroundings = {
    files: async () => [],
    capturesFolder: () => dir,
    room: { check: full, watch: () => () => {} } as unknown as Room,
    now: Date.now,
    allowed: [parseCidr('127.0.0.0/8')!],
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.pcap`;
  const { plan, secret } = await beginDownload({ url, again: false }, dir, surroundings);
  const { signal } = new AbortController();
  const run = { dataset: 'd', plan, secret, signal } as unknown as JobRun<UrlPlan>;
  await expect(urlKind(surroundings).run(run)).rejects.toThrow('the disk is full');
  expect(secret.begun!.giveUp.signal.aborted).toBe(true);
  server.closeAllConnections();
  server.close();
  rmSync(dir, { recursive: true });
});
