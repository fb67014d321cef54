import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takePart } from './partial.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'capscope-partial-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const signal = new AbortController().signal;

describe('a part of a file', () => {
  test('a piece that comes in the very moment in which the one before was written is written, too', async () => {
    for (let breaths = 0; breaths < 16; breaths++) {
      const written = Promise.withResolvers<void>();
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        yield Uint8Array.of(1, 2);
        await written.promise;
        yield Uint8Array.of(3);
      };
      const path = join(folder, `${breaths}`);
      const told: number[] = [];
      const onBytes = async (bytes: number): Promise<void> => {
        told.push(bytes);
        written.resolve();
        for (let n = 0; n < breaths; n++) await undefined;
      };
      const bytes = await takePart(path, { pieces: pieces(), from: 0, state: { wrote: () => {} }, signal, onBytes });
      expect([breaths, bytes, told, [...readFileSync(path)]]).toEqual([breaths, 3, [2, 3], [1, 2, 3]]);
    }
  });

  test('a piece gives its memory back once it is on disk, and one that shares it with others does not', async () => {
    const alone = Uint8Array.of(1, 2);
    const shared = Uint8Array.of(3, 4);
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      yield alone;
      yield shared.subarray(0, 1);
      yield shared.subarray(1);
    };
    const path = join(folder, 'shared');
    await takePart(path, { pieces: pieces(), from: 0, state: { wrote: () => {} }, signal });
    expect([[...readFileSync(path)], alone.byteLength, shared.byteLength]).toEqual([[1, 2, 3, 4], 0, 2]);
  });

  test('what came before the pieces broke off is on disk', async () => {
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      yield Uint8Array.of(1);
      yield Uint8Array.of(2);
      throw new Error('the connection was lost');
    };
    const path = join(folder, 'broken');
    const part = takePart(path, { pieces: pieces(), from: 0, state: { wrote: () => {} }, signal });
    await expect(part).rejects.toThrow('the connection was lost');
    expect([...readFileSync(path)]).toEqual([1, 2]);
  });

  test('what holds the bytes back ends the part with its own reason', async () => {
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 100; n++) yield new Uint8Array(1 << 20);
    };
    const onBytes = (): void => {
      throw new Error('the disk is full');
    };
    const part = takePart(join(folder, 'full'), {
      pieces: pieces(),
      from: 0,
      state: { wrote: () => {} },
      signal,
      onBytes,
    });
    await expect(part).rejects.toThrow('the disk is full');
  });
});
