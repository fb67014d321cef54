import { expect, test } from 'vitest';
import type { StorageBlob } from './calls.ts';
import { foldersOf, importable } from './tree.ts';

const blob = (path: string, more: Partial<StorageBlob> = {}): StorageBlob => ({
  path,
  bytes: 10,
  modified: 1,
  archived: false,
  ...more,
});
const capture = (target: string, day: string): StorageBlob =>
  blob(`${target}/${day}/x.cap`, {
    place: { kind: 'capture', subscription: 's', group: 'g', target, day, time: '16:39:41' },
  });

test('captures lie by subscription, group, machine and day, the newest day first', () => {
  const root = foldersOf([capture('vm1', '2025-01-30'), capture('vm1', '2025-01-31'), capture('vm2', '2025-01-31')]);
  expect(root.folders).toMatchObject([{ names: ['s', 'g'], count: 3, bytes: 30 }]);
  const [group] = root.folders;
  expect(group.folders.map(({ names }) => names)).toEqual([['vm1'], ['vm2', '2025-01-31']]);
  expect(group.folders[0].folders.map(({ names }) => names)).toEqual([['2025-01-31'], ['2025-01-30']]);
});

test('other blobs lie in the folders of their names, and those at the top beside them', () => {
  const root = foldersOf([blob('a/b/c/1.pcap'), blob('a/b/c/2.pcap'), blob('top.pcap')]);
  expect(root.folders).toMatchObject([{ names: ['a', 'b', 'c'], count: 2 }]);
  expect(root.blobs.map(({ path }) => path)).toEqual(['top.pcap']);
});

test('what is archived or empty is shown, and not imported', () => {
  const root = foldersOf([blob('a/1.pcap', { archived: true }), blob('a/2.pcap', { bytes: 0 }), blob('a/3.pcap')]);
  expect(importable(root).map(({ path }) => path)).toEqual(['a/3.pcap']);
  expect(root.count).toBe(3);
});
