import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '#base/errors.ts';
import { createPackets } from '#capture/packets.ts';
import { openCaptureReader } from './capture-reader.ts';

const CORPUS = process.env.CAPSCOPE_CORPUS ?? '../shared/corpus';
const CAPINFOS = (process.env.PATH ?? '')
  .split(':')
  .map((folder) => join(folder, 'capinfos'))
  .find(existsSync);

const buffer = new Uint8Array(512 * 1024);
const packets = createPackets(4096);

function captures(): string[] {
  if (!existsSync(CORPUS)) return [];
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(pcap|pcapng|cap)$/.test(name))
    .map((name) => join(CORPUS, name));
}

/** Packets by path, of the files that capinfos reads. */
function countedByCapinfos(paths: readonly string[]): Promise<Map<string, number>> {
  const { promise, resolve } = Promise.withResolvers<Map<string, number>>();
  // It leaves with an error status when one of the files is faulty, and has counted the others.
  execFile(CAPINFOS!, ['-c', '-M', '-T', '-r', '-m', ...paths], { maxBuffer: 2 ** 26 }, (_, stdout) => {
    const lines = stdout.trim().split('\n');
    resolve(
      new Map(
        lines.map((line) => [line.slice(0, line.lastIndexOf(',')), Number(line.slice(line.lastIndexOf(',') + 1))]),
      ),
    );
  });
  return promise;
}

function counted(path: string): { count: number; fault: string } {
  try {
    const reader = openCaptureReader({ kind: 'file', path }, { buffer, packets });
    let count = 0;
    while (reader.next()) count += packets.length;
    return { count, fault: reader.fault?.reason ?? '' };
  } catch (error) {
    if (error instanceof AppError) return { count: -1, fault: error.message };
    throw error;
  }
}

test.skipIf(captures().length === 0 || CAPINFOS === undefined)(
  'of every capture in the corpus as many packets are read as capinfos counts',
  { timeout: 120_000 },
  async () => {
    const paths = captures();
    const theirs = await countedByCapinfos(paths);
    const ours = new Map(paths.map((path) => [path, counted(path)]));
    const differing = [...theirs].filter(([path, count]) => ours.get(path)?.count !== count);
    expect(differing).toEqual([]);
    // What capinfos does not read at all has a link type it does not know, or a fault that we report as well.
    const ourFaults = [...ours].filter(([, { fault }]) => fault !== '').map(([path]) => path);
    expect(ourFaults.filter((path) => theirs.has(path) && !/cut|trunc|melsoft_129/i.test(path))).toEqual([]);
    expect(theirs.size).toBeGreaterThan(paths.length * 0.98);
  },
);
