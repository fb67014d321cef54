import { expect, test } from 'vitest';
import { chooseShards } from './shards.ts';

const MB = 1024 * 1024;
const fresh = { cores: 8, bytes: 1000 * MB, isGrowing: false, kept: undefined, knownBytes: 0 };

test('large captures have a worker for each core that reading and the store leave, four at the most', () => {
  const shards = [1, 2, 3, 4, 8, 64].map((cores) => chooseShards({ ...fresh, cores }).shards);
  expect(shards).toEqual([1, 1, 1, 2, 4, 4]);
  expect(chooseShards({ ...fresh, bytes: 31 * MB })).toEqual({ shards: 1, goesOn: false });
  expect(chooseShards({ ...fresh, bytes: undefined, isGrowing: true })).toEqual({ shards: 4, goesOn: false });
});

test('a stream goes on with the workers it was begun with', () => {
  expect(chooseShards({ ...fresh, kept: 4, bytes: MB, knownBytes: 9000 * MB })).toEqual({ shards: 4, goesOn: true });
  expect(chooseShards({ ...fresh, kept: 1, knownBytes: 900 * MB })).toEqual({ shards: 1, goesOn: true });
});

test('one begun with a small file is read again with more where much is to come', () => {
  expect(chooseShards({ ...fresh, kept: 1, knownBytes: 5 * MB })).toEqual({ shards: 4, goesOn: false });
  // but not where its files are gone, nor where it is not known how much will come
  expect(chooseShards({ ...fresh, kept: 1, knownBytes: Number.POSITIVE_INFINITY })).toMatchObject({ goesOn: true });
  expect(chooseShards({ ...fresh, kept: 1, bytes: undefined, isGrowing: true })).toMatchObject({ goesOn: true });
});
