import { expect, test } from 'vitest';
import { SeenBlobs } from './seen-blobs.ts';

const DAY_MS = 86_400_000;
const BEGIN = Date.UTC(2025, 0, 1);
const blob = (path: string, modified: number, more: { etag?: string; archived?: boolean; bytes?: number } = {}) => ({
  path,
  modified,
  etag: `0x${modified}`,
  bytes: 100,
  archived: false,
  ...more,
});

test('a watch of a year remembers the names of two days, and takes each blob once', () => {
  let seen = new SeenBlobs({ seen: {} });
  const storage: ReturnType<typeof blob>[] = [];
  let taken = 0;
  for (let hour = 0; hour < 365 * 24; hour++) {
    storage.push(blob(`day=${Math.floor(hour / 24)}/h=${hour % 24}/PT1H.json`, BEGIN + hour * 3_600_000));
    if (hour % 24 !== 23) continue;
    // In another process each day.
    seen = new SeenBlobs(structuredClone(seen.kept));
    const fresh = storage.filter((one) => seen.isNew(one));
    seen.listed();
    for (const { path, etag } of fresh) seen.set(path, { etag });
    taken += fresh.length;
    expect(Object.keys(seen.kept.seen).length).toBeLessThanOrEqual(5 * 24);
  }
  expect(taken).toBe(storage.length);
  expect(JSON.stringify(seen.kept).length).toBeLessThan(10_000);
});

test('what could not be fetched, and what lies in the archive, is not over however old it grows', () => {
  const seen = new SeenBlobs({ seen: {} });
  const look = (...blobs: readonly ReturnType<typeof blob>[]): readonly string[] => {
    const found = blobs.filter((one) => seen.isNew(one)).map(({ path }) => path);
    seen.listed();
    return found;
  };
  const [fails, frozen, late] = [
    blob('fails', BEGIN),
    blob('frozen', BEGIN, { archived: true }),
    blob('late', BEGIN + 30 * DAY_MS),
  ];
  expect(look(fails, frozen, late)).toEqual(['fails', 'late']);
  seen.set('late', { etag: late.etag });
  expect(look(fails, frozen, late)).toEqual(['fails']);
  seen.set('fails', { etag: fails.etag });
  expect(look(fails, frozen, late)).toEqual([]);
  expect(seen.kept).toMatchObject({ held: ['frozen'], since: late.modified - 2 * DAY_MS });
  // Out of the archive, it is taken, however long that lasts.
  const thawed = { ...frozen, archived: false };
  expect(look(fails, thawed, late)).toEqual(['frozen']);
  expect(look(fails, thawed, late)).toEqual(['frozen']);
  seen.set('frozen', { etag: thawed.etag });
  for (let again = 0; again < 3; again++) expect(look(fails, thawed, late)).toEqual([]);
  expect(seen.kept.held).toBeUndefined();
  expect(Object.keys(seen.kept.seen)).toEqual(['late']);
  // One that is written anew is new, though its name was forgotten.
  expect(look(blob('fails', late.modified + 1), late)).toEqual(['fails']);
});
