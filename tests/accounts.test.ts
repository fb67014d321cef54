/** Every packet of every capture is in exactly one account: their sum is what capinfos counts. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { run } from './command.ts';
import { CORPUS, corpusCaptures, countedByCapinfos, findProgram, output } from './corpus.ts';
import { openEngine } from './engine.ts';

const CAPINFOS = findProgram('capinfos');
const PATHS = corpusCaptures();
/** Files of one import: one decode worker reads them all, which is what makes two thousand of them quick. */
const FILES_AN_IMPORT = 200;

const sum = ({
  decoded,
  truncated,
  malformed,
  unsupported,
}: Record<'decoded' | 'truncated' | 'malformed' | 'unsupported', number>): number =>
  decoded + truncated + malformed + unsupported;

test.skipIf(PATHS.length === 0 || CAPINFOS === undefined)(
  'the accounts of every capture in the corpus add up to the packets that capinfos counts',
  { timeout: 300_000 },
  async () => {
    const theirs = await countedByCapinfos(CAPINFOS!, PATHS);
    const paths = [...theirs.keys()];
    const engine = await openEngine();
    const differing: unknown[] = [];
    for (let at = 0; at < paths.length; at += FILES_AN_IMPORT) {
      const some = paths.slice(at, at + FILES_AN_IMPORT);
      const { store, files } = await engine.decode(some);
      await store.close();
      for (const [index, path] of some.entries()) {
        const { packets, accounts } = files[index]!;
        const counted = theirs.get(path);
        if (packets !== counted || sum(accounts) !== counted)
          differing.push({ file: relative(CORPUS, path), counted, packets, ...accounts });
      }
    }
    await engine.close();
    expect(differing).toEqual([]);
    expect(paths.length).toBeGreaterThan(PATHS.length * 0.98);
  },
);

test.skipIf(PATHS.length === 0 || CAPINFOS === undefined)('and so says the command', async () => {
  const some = corpusCaptures('http.cap', 'quic', 'sip').slice(0, 6);
  const theirs = await countedByCapinfos(CAPINFOS!, some);
  for (const [path, counted] of theirs) {
    const { packets, accounts } = JSON.parse((await run(['summary', '--format', 'json', path])).out);
    expect({ path, packets, sum: sum(accounts) }).toEqual({ path, packets: counted, sum: counted });
  }
});

const EDITCAP = findProgram('editcap');
const FORMATS = ['nsecpcap', 'modpcap', 'nokiapcap', 'pcapng', 'netmon1', 'netmon2', 'snoop'] as const;
const PACKERS = { gz: gzipSync, zst: zstdCompressSync } as const;

test.skipIf(PATHS.length === 0 || CAPINFOS === undefined || EDITCAP === undefined)(
  'and so they do in every format that editcap writes, compressed and not',
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'capscope-accounts-'));
    const sources = [...corpusCaptures('zeek/Traces/').slice(0, 12), ...corpusCaptures('mercury/').slice(0, 6)];
    const made: string[] = [];
    for (const [n, source] of sources.entries())
      for (const format of FORMATS) {
        const path = join(folder, `${n}.${format}`);
        await output(EDITCAP!, ['-F', format, source, path]);
        if (existsSync(path)) made.push(path);
      }
    const theirs = await countedByCapinfos(CAPINFOS!, made);
    // Relatives of pcap can't be told apart by one packet alone; netmon1 has no place for some link types.
    const readable = made.filter((path) => (theirs.get(path) ?? Number.NaN) >= 2);
    const packed = readable.map((path, n) => {
      const [ending, pack] = Object.entries(PACKERS)[n % 2]!;
      writeFileSync(`${path}.${ending}`, pack(readFileSync(path)));
      return `${path}.${ending}`;
    });
    const engine = await openEngine();
    const { store, files } = await engine.decode([...readable, ...packed]);
    await store.close();
    const differing = files.flatMap(({ name, packets, accounts, warnings }, n) => {
      const counted = theirs.get(readable[n % readable.length]!);
      return packets === counted && sum(accounts) === counted ? [] : [{ name, counted, packets, warnings }];
    });
    await engine.close();
    rmSync(folder, { recursive: true });
    expect(differing).toEqual([]);
    expect(files).toHaveLength(readable.length * 2);
    expect(readable.length).toBeGreaterThan(60);
  },
);
