import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GrowingState } from '#sources/growing-state.ts';
import type { Source } from '#sources/source.ts';
import { startStore } from '#store/client.ts';
import type { DatasetStore, Store } from '#store/store.ts';
import { importCaptures } from './import.ts';

let dir: string;
let store: Store;
let dataset: DatasetStore;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-import-'));
  store = await startStore({ tempDir: dir });
  dataset = await store.open(':memory:');
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** pcap, µs, little-endian, Ethernet */
const HEADER = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');

/** An upload of which no more than the header comes, or as many of its first bytes. */
function stalled(name: string, bytes = HEADER.length): Source {
  const path = join(dir, name);
  writeFileSync(path, HEADER.subarray(0, bytes));
  const state = new GrowingState();
  if (bytes > 0) state.wrote(bytes);
  return { kind: 'growing', path, state: state.shared };
}

describe('an import', () => {
  it('ends when it is cancelled while its upload stands still', async () => {
    const importing = await dataset.begin();
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(new Error('enough')), 500);
    const captures = [{ name: 'a', source: stalled('a') }];
    await expect(importCaptures({ store: dataset, importing, captures, signal: giveUp.signal })).rejects.toThrow(
      'enough',
    );
    await dataset.rollback(importing);
  });

  it.each([0, 3, 6])('ends when it is cancelled while its upload stands still at byte %i', async (bytes) => {
    const importing = await dataset.begin();
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(new Error('enough')), 100);
    const captures = [{ name: 'd', source: stalled(`d${bytes}`, bytes) }];
    await expect(importCaptures({ store: dataset, importing, captures, signal: giveUp.signal })).rejects.toThrow(
      'enough',
    );
    await expect(importCaptures({ store: dataset, importing, captures, signal: giveUp.signal })).rejects.toThrow(
      'enough',
    );
    await dataset.rollback(importing);
  });

  it('reads nothing when it is cancelled before it has begun', async () => {
    const importing = await dataset.begin();
    const path = join(dir, 'b');
    writeFileSync(path, Buffer.concat([HEADER, ...Array<Buffer>(1000).fill(Buffer.alloc(16))]));
    let packets = 0;
    const running = importCaptures({
      store: dataset,
      importing,
      captures: [{ name: 'b', source: { kind: 'file', path } }],
      signal: AbortSignal.abort(new Error('enough')),
      onProgress: (progress) => {
        packets = progress.packets;
      },
    });
    await expect(running).rejects.toThrow('enough');
    expect(packets).toBe(0);
    await dataset.rollback(importing);
  });

  it('fails when the store dies meanwhile', async () => {
    const dying = await startStore({ tempDir: dir });
    const lost = await dying.open(':memory:');
    const importing = await lost.begin();
    const captures = [{ name: 'c', source: stalled('c') }];
    const running = importCaptures({ store: lost, importing, captures });
    const ended = expect(running).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await dying.close();
    await ended;
  });
});

/** Rows of a capture imported into a dataset of its own, without their numbers, sorted. */
async function rowsOf(path: string): Promise<readonly string[]> {
  const own = await store.open(':memory:');
  const importing = await own.begin();
  const captures = [{ name: 'a', source: { kind: 'file', path } as const }];
  await importCaptures({ store: own, importing, captures });
  await own.finish(importing);
  const rows: string[] = [];
  for await (const part of own.export({ scope: { filter: '' }, fields: [] }))
    rows.push(...part.map((row) => JSON.stringify({ ...row, id: 0 })));
  await own.close();
  return rows.sort();
}

describe('a decode worker that is kept', () => {
  it('knows nothing of the import before', async () => {
    const sample = fileURLToPath(new URL('../../../sample/sample.pcapng', import.meta.url));
    const first = await rowsOf(sample);
    expect(first.length).toBeGreaterThan(100);
    const empty = join(dir, 'empty.pcap');
    writeFileSync(empty, HEADER);
    expect(await rowsOf(empty)).toEqual([]);
    expect(await rowsOf(sample)).toEqual(first);
  });

  it('takes the next capture after one that it refused', async () => {
    const text = join(dir, 'text.pcap');
    writeFileSync(text, 'no capture at all, but long enough to be one');
    await expect(rowsOf(text)).rejects.toThrow('text.pcap');
    const empty = join(dir, 'empty.pcap');
    writeFileSync(empty, HEADER);
    expect(await rowsOf(empty)).toEqual([]);
  });
});
