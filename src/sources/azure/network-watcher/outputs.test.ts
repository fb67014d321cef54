import { expect, test } from 'vitest';
import type { StoredBlob } from '../storage.ts';
import { outputPlace, outputPrefixes, outputsAmong } from './outputs.ts';

const MACHINE = 'subscriptions/s/resourcegroups/g/providers/microsoft.compute/virtualmachines/vm1/';
const PATH = `${MACHINE}2025/01/31/packetcapture_16_39_41_077.cap`;
const STARTED = Date.parse('2025-01-31T16:39:41Z');
const place = outputPlace(`https://acct.blob.core.windows.net/network-watcher-logs/${PATH}`)!;
const blob = (path: string, more: Partial<StoredBlob> = {}): StoredBlob => ({
  path,
  bytes: 100,
  modified: STARTED + 60_000,
  archived: false,
  etag: path,
  ...more,
});
const found = (...blobs: readonly StoredBlob[]): readonly string[] =>
  outputsAmong(place, blobs, STARTED).map(({ path }) => path);

test('the place that Azure tells: account, container and path; an emulator has the account in the path', () => {
  expect(place).toEqual({
    service: 'https://acct.blob.core.windows.net',
    container: 'network-watcher-logs',
    path: PATH,
  });
  expect(outputPlace('https://127.0.0.1:10000/devstoreaccount1/c/x.cap')).toMatchObject({
    service: 'https://127.0.0.1:10000/devstoreaccount1',
    container: 'c',
    path: 'x.cap',
  });
  for (const text of ['', 'no address', 'https://acct.blob.core.windows.net/only-a-container'])
    expect(outputPlace(text)).toBeUndefined();
});

test('looked for by its name, then in the folder of the machine, then everywhere', () => {
  expect(outputPrefixes(place)).toEqual([PATH.replace('.cap', ''), MACHINE, '']);
});

test('the blob itself, in a folder put between, with letters of another size, and a ring of files', () => {
  expect(found(blob(PATH))).toEqual([PATH]);
  const between = `${MACHINE}2025/01/31/x/packetCapture_16_39_41_077.cap`;
  expect(found(blob(between))).toEqual([between]);
  const ring = [2, 0, 1].map((n) => blob(PATH.replace('.cap', `_${n}.cap`), { modified: STARTED + n * 1000 }));
  expect(found(...ring)).toEqual([0, 1, 2].map((n) => PATH.replace('.cap', `_${n}.cap`)));
});

test('not captures of other sessions, of an earlier one of this name, empty ones, or other files', () => {
  expect(
    found(
      blob(`${MACHINE}2025/01/31/packetcapture_09_00_00_000.cap`),
      blob(PATH, { modified: STARTED - 3_600_000 }),
      blob(PATH.replace('.cap', '_1.cap'), { bytes: 0 }),
      blob(PATH.replace('.cap', '.log')),
    ),
  ).toEqual([]);
});

test('a name that only begins like that of the session is another session', () => {
  const web = outputPlace('https://acct.blob.core.windows.net/captures/a/web.cap')!;
  const own = ['a/web.cap', 'a/web_0.cap', 'a/web_12', 'a/web.cap3', 'a/web/vm_0.cap', 'b/Web_1.pcap.gz'];
  const others = ['a/web2.cap', 'a/web2_0.cap', 'a/web-blue.cap', 'a/web.2.cap', 'a/website/vm_0.cap', 'b/web2.cap'];
  const blobs = [...own, ...others].map((path) => blob(path));
  expect(outputsAmong(web, blobs, STARTED).map(({ path }) => path)).toEqual([...own].sort());
});

test('files of a ring are told from a session that is called like one of them', () => {
  const web = outputPlace('https://acct.blob.core.windows.net/captures/a/web.cap')!;
  const names = ['a/web.cap', 'a/web_0.cap', 'a/web_1.cap', 'a/web_2.cap', 'a/web_2_0.cap', 'b/Web_2_1.cap'];
  const blobs = names.map((path) => blob(path));
  const paths = (facts: Parameters<typeof outputsAmong>[3]): readonly string[] =>
    outputsAmong(web, blobs, STARTED, facts).map(({ path }) => path);
  expect(paths({})).toEqual([...names].sort());
  expect(paths({ others: ['a/web_2.cap'] })).toEqual(['a/web.cap', 'a/web_0.cap', 'a/web_1.cap']);
  expect(paths({ writesOne: true, others: ['a/web_2.cap'] })).toEqual(['a/web.cap']);
  expect(outputsAmong(web, [blob('a/web_20250131.cap')], STARTED, { writesOne: true })).toHaveLength(1);
});
