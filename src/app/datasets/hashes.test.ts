import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoredFile } from '#store/protocol.ts';
import { Hashes } from './hashes.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-hashes-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a file that somebody looks at while it is hashed is hashed and kept once', async () => {
  const path = join(dir, 'one.pcap');
  writeFileSync(path, Buffer.alloc(2_000_000, 7));
  const file = { id: 1, name: 'one.pcap', path, size: 2_000_000 } as unknown as StoredFile;
  const kept: (readonly StoredFile[])[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const hashes = new Hashes({
    isIdle: () => true,
    keep: async (_, files) => {
      kept.push(files);
      resolve();
    },
    onBug: (error) => {
      throw error;
    },
  });
  hashes.add('d', [file]);
  hashes.resume();
  hashes.add('d', [file]);
  await done;
  await hashes.close();
  expect(kept.map((files) => files.map(({ id }) => id))).toEqual([[1]]);
});
