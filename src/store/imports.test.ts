/** Imports as the store sees them: all or nothing, seen while they run, and kept. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALL, FIVE_FLOWS, fiveFlowsStore, importInto, T0 } from './five-flows-testing.ts';
import type { StoredFile } from './protocol.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

/** A snapshot of open flows is passed over while the one before is being taken in: it is sent until it is seen. */
const SOON = { timeout: 10_000 };

const stored = fiveFlowsStore();

describe('imports', () => {
  const file: StoredFile = {
    id: 1,
    name: 'a.pcap',
    size: 5000,
    format: 'pcap',
    linkTypes: ['EN10MB'],
    snapLen: 65535,
    packets: 15,
    bytes: 11_618,
    accounts: { decoded: 15, truncated: 0, malformed: 0, unsupported: 0 },
    warnings: [],
  };

  test('a flow knows the chunks that hold its packets', async () => {
    expect((await stored.dataset.chunksOf([0])).map((chunk) => chunk.number)).toEqual([1, 3, 200, 201]);
    expect((await stored.dataset.chunksOf([1, 3])).map((chunk) => chunk.offset)).toEqual([24, 1000, 2000]);
  });

  test('one that is taken back leaves the dataset as it was', async () => {
    const before = await stored.ask({ kind: 'top', scope: ALL, field: 'app', measure: 'bytes', limit: 10 });
    const importing = await importInto(stored.dataset, FIVE_FLOWS);
    await stored.dataset.putFiles(importing, [file]);
    await stored.dataset.rollback(importing);
    expect(await stored.ask({ kind: 'top', scope: ALL, field: 'app', measure: 'bytes', limit: 10 })).toEqual(before);
    expect(await stored.dataset.files()).toEqual([]);
  });

  test('what still comes in for one that was taken back is passed over', async () => {
    const own = await stored.store.open(':memory:');
    const importing = await own.begin();
    const port = new TestPort(await own.connect(importing));
    const many = Array.from({ length: 16_000 }, (_, n) => ({ ...FIVE_FLOWS[0]!, startMs: 1e12 + n }));
    const batches = Array.from({ length: 4 }, () => batchOf(many));
    const takenBack = own.rollback(importing);
    for (const batch of batches) port.send({ kind: 'flows', batch, stacks: ['eth'], widthMs: 1 });
    await takenBack;
    expect((await stored.ask({ kind: 'totals', scope: ALL }, own)).all.flows).toBe(0);
    await own.close();
  });

  test('open flows are seen while it runs, replaced by the next snapshot, gone at the end', async () => {
    const live = await stored.store.open(join(stored.dir, 'live.duckdb'));
    const importing = await live.begin();
    const port = new TestPort(await live.connect(importing));
    port.send({ kind: 'open', batch: batchOf(FIVE_FLOWS), stacks: ['eth'], widthMs: 1, first: true, last: true });
    expect((await port.receipt()).kind).toBe('empty');
    expect((await stored.ask({ kind: 'totals', scope: ALL }, live)).all.flows).toBe(5);
    const version = await live.version();
    await expect
      .poll(async () => {
        port.send({
          kind: 'open',
          batch: batchOf(FIVE_FLOWS.slice(0, 2)),
          stacks: ['eth'],
          widthMs: 1000,
          first: true,
          last: true,
        });
        await port.receipt();
        return (await stored.ask({ kind: 'totals', scope: ALL }, live)).all.flows;
      }, SOON)
      .toBe(2);
    expect(await live.version()).toBeGreaterThan(version);
    expect(
      (await stored.ask({ kind: 'flows', scope: ALL, fields: ['app'], sort: [], offset: 0, limit: 5 }, live)).rows.map(
        (row) => row.app,
      ),
    ).toEqual(['tls', 'dns']);
    port.send({ kind: 'flows', batch: batchOf(FIVE_FLOWS), stacks: ['eth'], widthMs: 1000 });
    await port.done();
    await live.finish(importing);
    expect((await stored.ask({ kind: 'totals', scope: ALL }, live)).all.flows).toBe(5);
    await live.close();
  });

  test('much that comes while nobody asks is not shown piece by piece, and whoever asks then sees it', async () => {
    const live = await stored.store.open(join(stored.dir, 'unseen.duckdb'));
    const importing = await live.begin();
    const port = new TestPort(await live.connect(importing));
    const snapshot = async (): Promise<void> => {
      const batch = batchOf(FIVE_FLOWS.slice(0, 2));
      port.send({ kind: 'open', batch, stacks: ['eth'], widthMs: 1, first: true, last: true });
      await port.receipt();
    };
    await snapshot();
    const version = await live.version();
    const flows = Array.from({ length: 60_000 }, (_, n) => ({ startMs: n, src: '10.0.0.1', dst: '10.0.0.2' }));
    port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth'], widthMs: 1 });
    await port.receipt();
    await snapshot();
    await new Promise((resolve) => setTimeout(resolve, 1000)); // longer than snapshots wait that somebody looks at
    expect(await live.version()).toBe(version);
    expect((await stored.ask({ kind: 'totals', scope: ALL }, live)).all.flows).toBe(60_002);
    await live.rollback(importing);
    await live.close();
  });

  test('a flow that ends after a snapshot of open flows is counted once, and none is missing', async () => {
    const live = await stored.store.open(':memory:');
    const importing = await live.begin();
    const one = new TestPort(await live.connect(importing));
    const other = new TestPort(await live.connect(importing));
    const flowCount = async () => (await stored.ask({ kind: 'totals', scope: ALL }, live)).all.flows;
    const open = (port: TestPort, rows: readonly TestFlow[]) =>
      port.send({ kind: 'open', batch: batchOf(rows), stacks: ['eth'], widthMs: 1000, first: true, last: true });
    const finished = (port: TestPort, rows: readonly TestFlow[]) =>
      port.send({ kind: 'flows', batch: batchOf(rows), stacks: ['eth'], widthMs: 1000 });

    open(one, FIVE_FLOWS.slice(0, 3));
    await one.receipt();
    expect(await flowCount()).toBe(3);
    finished(one, FIVE_FLOWS.slice(0, 1));
    await one.receipt();
    // The other port's snapshot has the finished flow written.
    await expect
      .poll(async () => {
        open(other, FIVE_FLOWS.slice(4));
        await other.receipt();
        return await flowCount();
      }, SOON)
      .toBe(4);
    expect(
      (await stored.ask({ kind: 'top', scope: ALL, field: 'app', measure: 'flows', limit: 9 }, live)).rows,
    ).toContainEqual(expect.objectContaining({ value: 'tls', flows: 1 }));
    await expect
      .poll(async () => {
        open(one, FIVE_FLOWS.slice(1, 4));
        await one.receipt();
        return await flowCount();
      }, SOON)
      .toBe(5);
    const { series } = await stored.ask({ kind: 'timeline', scope: ALL, by: 'app', limit: 9, bins: 9 }, live);
    expect(series.find(({ value }) => value === 'tls')!.bytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(10_000);
    finished(one, FIVE_FLOWS.slice(1, 4));
    await one.done();
    finished(other, FIVE_FLOWS.slice(4));
    await other.done();
    expect(await flowCount()).toBe(5);
    await live.finish(importing);
    expect(await flowCount()).toBe(5);
    expect((await stored.ask({ kind: 'flow', id: 0 }, live)).row).toMatchObject({ app: 'tls' });
    await live.close();
  });

  test('a question asked at any moment of an import counts no fewer flows than the one before, and no flow twice', async () => {
    const live = await stored.store.open(':memory:');
    const importing = await live.begin();
    const ports = [new TestPort(await live.connect(importing)), new TestPort(await live.connect(importing))];
    let isOver = false;
    const seen: number[] = [];
    const watching = (async () => {
      while (!isOver) {
        const { rows, total } = await stored.ask(
          { kind: 'top', scope: ALL, field: 'app', measure: 'flows', limit: 9 },
          live,
        );
        const grouped = rows.reduce((sum, row) => sum + row.flows, 0);
        seen.push(grouped === total.flows ? grouped : Number.NaN);
      }
    })();
    // Each step 100 flows begin, and those of the step before end.
    const begun = (step: number) =>
      Array.from({ length: 100 }, (_, i) => ({ startMs: T0 + step * 100 + i, app: 'dns' }));
    for (let step = 0; step < 25; step++) {
      for (const port of ports) {
        if (step > 0) port.send({ kind: 'flows', batch: batchOf(begun(step - 1)), stacks: [], widthMs: 1 });
        port.send({ kind: 'open', batch: batchOf(begun(step)), stacks: [], widthMs: 1, first: true, last: true });
      }
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    for (const port of ports) {
      port.send({ kind: 'flows', batch: batchOf(begun(24)), stacks: [], widthMs: 1 });
      await port.done();
    }
    await live.finish(importing);
    isOver = true;
    await watching;
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(Math.max(...seen)).toBeLessThanOrEqual(5000);
    expect(new Set(seen).size).toBeGreaterThan(2);
    expect((await stored.ask({ kind: 'totals', scope: ALL }, live)).all.flows).toBe(5000);
    await live.close();
  });

  test('an application stays the same when a later program numbers its applications anew', async () => {
    const path = join(stored.dir, 'codes.duckdb');
    const importWith = async (codes: { apps: readonly string[]; services: readonly string[] }) => {
      const to = await stored.store.open(path);
      const importing = await to.begin();
      const port = new TestPort(await to.connect(importing), codes);
      const batch = batchOf([{ startMs: T0 }, { startMs: T0 + 1 }]);
      batch.app.set([1, 2]);
      batch.service.set([2, 1]);
      port.send({ kind: 'flows', batch, stacks: [], widthMs: 1 });
      await port.done();
      await to.finish(importing);
      await to.close();
    };
    await importWith({ apps: ['', 'dns', 'ike'], services: ['', 'Netflix', 'Zoom'] });
    await importWith({ apps: ['', 'kafka', 'dns', 'bgp', 'ike'], services: ['', 'Zoom', 'Adobe', 'Netflix'] });
    const again = await stored.store.open(path);
    const question = { kind: 'flows', scope: ALL, fields: ['app', 'service'], offset: 0, limit: 9 } as const;
    const { rows } = await stored.ask({ ...question, sort: [{ field: 'id', descending: false }] }, again);
    expect(rows.map((row) => [row.app, row.service])).toEqual([
      ['dns', 'Zoom'],
      ['ike', 'Netflix'],
      ['kafka', 'Adobe'],
      ['dns', 'Zoom'],
    ]);
    const { values } = await stored.ask({ kind: 'values', scope: ALL, field: 'app', text: '', limit: 9 }, again);
    expect(values).toEqual([
      { value: 'dns', flows: 2 },
      { value: 'ike', flows: 1 },
      { value: 'kafka', flows: 1 },
    ]);
    await again.close();
  });

  test('what is finished lasts, what is not vanishes', async () => {
    const path = join(stored.dir, 'lasting.duckdb');
    const first = await stored.store.open(path);
    const importing = await importInto(first, FIVE_FLOWS);
    await first.putFiles(importing, [file]);
    await first.finish(importing);
    await first.putFiles(importing, [{ ...file, sha256: 'ab' }]);
    const version = await first.version();
    await importInto(first, FIVE_FLOWS);
    await first.close();
    const again = await stored.store.open(path);
    expect((await stored.ask({ kind: 'totals', scope: ALL }, again)).all.flows).toBe(5);
    expect(await again.files()).toEqual([{ ...file, sha256: 'ab' }]);
    expect(await again.version()).toBeGreaterThan(version - 3);
    await again.finish(await importInto(again, FIVE_FLOWS));
    expect(
      (await stored.ask({ kind: 'top', scope: ALL, field: 'app', measure: 'flows', limit: 1 }, again)).rows[0],
    ).toMatchObject({ flows: 2 });
    expect((await stored.ask({ kind: 'flow', id: 5 }, again)).row).toMatchObject({
      app: 'tls',
      host: 'www.example.com',
    });
    await again.close();
  });

  test('a file that a killed process had just begun to make is made anew', async () => {
    const path = join(stored.dir, 'begun.duckdb');
    for (const bytes of [0, 100, 4096, 8192]) {
      writeFileSync(path, Buffer.alloc(bytes));
      const begun = await stored.store.open(path);
      expect((await stored.ask({ kind: 'totals', scope: ALL }, begun)).all.flows).toBe(0);
      await begun.close();
    }
  });

  test('a file that is no dataset of ours is refused', async () => {
    const path = join(stored.dir, 'text.duckdb');
    writeFileSync(path, 'not a database');
    await expect(stored.store.open(path)).rejects.toThrow();
    expect((await stored.ask({ kind: 'totals', scope: ALL })).all.flows).toBe(5);
  });
});
