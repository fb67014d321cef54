import { expect, test } from 'vitest';
import { fact } from '#fields/table.ts';
import { type FactRows, FactsStore } from './facts-store.ts';
import { ascii, hex } from './testing.ts';

const HOST = fact('host');
const PATH = fact('http.path');
const STATUS = fact('http.status');

const emptyRows = (): FactRows => ({
  factCount: 0,
  factRow: new Uint32Array(0),
  factField: new Uint16Array(0),
  factValue: new Uint32Array(0),
  factLength: new Uint32Array(0),
  heap: new Uint8Array(0),
  heapLength: 0,
});

function rowsOf(store: FactsStore, slot: number): (readonly [number, number, string | number])[] {
  const rows = emptyRows();
  store.emit(slot, 7, rows);
  return Array.from({ length: rows.factCount }, (_, n) => {
    const from = rows.factValue[n];
    const text = new TextDecoder('utf-8', { fatal: true }).decode(rows.heap.subarray(from, from + rows.factLength[n]));
    return [rows.factRow[n], rows.factField[n], rows.factLength[n] === 0xffffffff ? from : text] as const;
  });
}

function storeOf(slots: number): FactsStore {
  const store = new FactsStore();
  store.grow(slots);
  return store;
}

test('a fact written again replaces the one before', () => {
  const store = storeOf(1);
  store.slot = 0;
  store.word(HOST, 'first');
  store.word(HOST, 'second');
  store.number(STATUS, 404);
  expect(rowsOf(store, 0).sort()).toEqual(
    [
      [7, HOST, 'second'],
      [7, STATUS, 404],
    ].sort(),
  );
});

test('text is valid UTF-8 without control characters, at most 2048 bytes', () => {
  const store = storeOf(1);
  store.slot = 0;
  const bytes = hex`61 00 1b 5b 62 c3a9 ff e280ae 63`;
  store.text(HOST, bytes, 0, bytes.length);
  store.text(PATH, ascii('x'.repeat(5000)), 0, 5000);
  const rows = rowsOf(store, 0);
  expect(rows).toContainEqual([7, HOST, 'a[b\u00e9\ufffdc']);
  expect((rows.find(([, field]) => field === PATH)![2] as string).length).toBe(2048);
});

test('a text of characters of several bytes is cut between two of them', () => {
  const store = storeOf(1);
  store.slot = 0;
  const text = new TextEncoder().encode('\u20ac'.repeat(1000));
  store.text(HOST, text, 0, text.length);
  expect(rowsOf(store, 0)).toEqual([[7, HOST, '\u20ac'.repeat(682)]]);
});

test('facts stay for a second emission and are gone when freed', () => {
  const store = storeOf(1);
  store.slot = 0;
  store.word(HOST, 'a');
  expect(rowsOf(store, 0)).toEqual(rowsOf(store, 0));
  store.free(0);
  expect(rowsOf(store, 0)).toEqual([]);
});

test('slots are told apart when the arena is made room in many times', () => {
  const store = storeOf(100);
  for (let n = 0; n < 5000; n++) {
    const slot = n % 100;
    store.free(slot);
    store.slot = slot;
    store.word(HOST, `host-${n}`);
    store.word(PATH, `/${n}/`.padEnd(500, 'x'));
  }
  for (let slot = 0; slot < 100; slot++) expect(rowsOf(store, slot)).toContainEqual([7, HOST, `host-${4900 + slot}`]);
});

test('nothing is written where no flow is named', () => {
  const store = storeOf(1);
  store.word(HOST, 'a');
  store.number(STATUS, 1);
  expect(store.has(HOST)).toBe(false);
  expect(rowsOf(store, 0)).toEqual([]);
});

test('a name learnt for an address is told once, addresses as 128 bits', () => {
  const store = storeOf(1);
  const text = ascii('example.org');
  store.name(hex`c0000201`, 0, 4, text, 0, text.length);
  store.name(hex`c0000201`, 0, 4, text, 0, text.length);
  store.name(hex`20010db8 00000000 00000000 00000001`, 0, 16, text, 0, 7);
  const names = store.drainNames()!;
  expect(names.length).toBe(2);
  expect([...names.ip]).toEqual([0xc0000201, 0xffff, 0, 0, 1, 0, 0, 0x20010db8]);
  expect(new TextDecoder().decode(names.heap.subarray(names.offset[1], names.offset[1] + names.bytes[1]))).toBe(
    'example',
  );
  expect(store.drainNames()).toBeUndefined();
});
