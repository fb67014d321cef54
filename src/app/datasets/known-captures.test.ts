import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { AppError } from '#base/errors.ts';
import type { StoredFile } from '#store/protocol.ts';
import { leaveOutKnown } from './known-captures.ts';

const folder = mkdtempSync(join(tmpdir(), 'capscope-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();

const bytesOf = (first: number, last: number): Buffer => {
  const bytes = Buffer.alloc(40_000);
  bytes[0] = first;
  bytes[39_999] = last;
  return bytes;
};

function capture(name: string, bytes: Buffer) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { name, source: { kind: 'file' as const, path } };
}

const stored = (name: string, path: string, bytes: Buffer): StoredFile =>
  ({
    name,
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }) as StoredFile;

test('captures of one size are new where a byte differs, at their start or at their end', async () => {
  const captures = [capture('a', bytesOf(1, 1)), capture('b', bytesOf(2, 1)), capture('c', bytesOf(1, 2))];
  expect(await leaveOutKnown({ captures }, [], signal)).toEqual({ captures, warnings: [] });
});

test('a capture with the bytes of another is left out, whatever it is called', async () => {
  const [one, two] = [capture('one', bytesOf(3, 3)), capture('two', bytesOf(3, 3))];
  const { captures, warnings } = await leaveOutKnown({ captures: [one, two] }, [], signal);
  expect(captures).toEqual([one]);
  expect(warnings[0]).toContain('has this capture already, as one');
});

test('a file of the dataset that is gone is known by its checksum', async () => {
  const files = [stored('gone', join(folder, 'gone'), bytesOf(4, 4))];
  await expect(leaveOutKnown({ captures: [capture('again', bytesOf(4, 4))] }, files, signal)).rejects.toThrow(AppError);
});
