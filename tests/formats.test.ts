/** Files as other programs write them: every format is read with the packets that capinfos counts, and their bytes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frameAll } from '#capture/framing-testing.ts';
import { manyFlows } from './captures.ts';
import { CORPUS, corpusCaptures, countedByCapinfos, findProgram, output } from './corpus.ts';

const EDITCAP = findProgram('editcap');
const MERGECAP = findProgram('mergecap');
const CAPINFOS = findProgram('capinfos');
/** what editcap calls them, and the unit of their times in ns */
const FORMATS = [
  ['pcap', 1000],
  ['nsecpcap', 1],
  ['modpcap', 1000],
  ['nokiapcap', 1000],
  ['rh6_1pcap', 1000],
  ['suse6_3pcap', 1000],
  ['pcapng', 1000],
  ['netmon1', 1e6],
  ['netmon2', 1000],
  ['snoop', 1000],
  ['commview-ncf', 1000],
] as const;
const REAL = corpusCaptures('http/', 'dns', 'ipv6').slice(0, 6);

let dir: string;
let sources: string[];
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-formats-'));
  const made = join(dir, 'made.pcap');
  writeFileSync(made, manyFlows(300));
  sources = [made, ...REAL];
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Told {
  readonly packets: readonly { readonly time: number; readonly origLen: number; readonly bytes: string }[];
}

/** Packets with their Unix times, in ns rounded down to `unitNs`. */
function told(path: string, unitNs: number): Told | string {
  const file = readFileSync(path);
  const all = frameAll(file);
  if (typeof all === 'string') return all;
  if (all.fault !== undefined) return all.fault.reason;
  const packets = all.packets.map(({ offset, capLen, origLen, time }) => ({
    time: (all.epochSec! % 1e5) * 1e9 + Math.floor(time / unitNs) * unitNs,
    origLen,
    bytes: file.subarray(offset, offset + capLen).toString('base64'),
  }));
  return { packets };
}

describe.skipIf(EDITCAP === undefined || CAPINFOS === undefined)('files that editcap writes', () => {
  test.each(FORMATS)('%s', async (format, unitNs) => {
    let compared = 0;
    for (const source of sources) {
      const path = join(dir, `${basename(source)}.${format}`);
      await output(EDITCAP!, ['-F', format, source, path]);
      const counted = (await countedByCapinfos(CAPINFOS!, [path])).get(path);
      // Not every link type can be written in every format; of one packet alone the relatives of pcap can't be told apart.
      if (counted === undefined || Number.isNaN(counted) || counted < 2) continue;
      const ours = told(path, unitNs);
      if (typeof ours === 'string') throw new Error(`${path}: ${ours}`);
      expect({ path, packets: ours.packets.length }).toEqual({ path, packets: counted });
      const before = told(source, unitNs);
      if (typeof before === 'string' || before.packets.length !== counted) continue;
      const withoutTime = ({ packets }: Told): unknown => packets.map(({ time: _, ...rest }) => rest);
      expect(withoutTime(ours), path).toEqual(withoutTime(before));
      // editcap rounds up at times.
      for (const [n, { time }] of ours.packets.entries())
        expect(Math.abs(time - before.packets[n]!.time), path).toBeLessThanOrEqual(unitNs === 1e6 ? unitNs : 0);
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });
});

test.skipIf(MERGECAP === undefined || CAPINFOS === undefined || REAL.length === 0)(
  'what mergecap joins, of several link types, has all packets',
  async () => {
    const path = join(dir, 'merged.pcapng');
    await output(MERGECAP!, ['-w', path, ...sources, ...corpusCaptures('tcpdump/').slice(0, 20)]);
    const counted = (await countedByCapinfos(CAPINFOS!, [path])).get(path);
    const ours = told(path, 1);
    expect(typeof ours === 'string' ? ours : ours.packets.length).toEqual(counted);
  },
);

/** Block names of the corpus' descriptions. */
const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  SHB: ['section header'],
  IDB: ['interface description'],
  PB: ['packet'],
  SPB: ['simple packet'],
  NRB: ['name resolution'],
  ISB: ['interface statistics'],
  EPB: ['enhanced packet'],
  CB: ['custom'],
  DCB: ['custom (not to be copied)'],
  DSB: ['decryption secrets'],
  SJE: ['systemd journal export'],
};

const DESCRIBED = corpusCaptures('pcapng/output_');
test.skipIf(DESCRIBED.length === 0)(
  `every block that the descriptions in ${basename(CORPUS)}/pcapng name is counted`,
  () => {
    const wrong: unknown[] = [];
    for (const path of DESCRIBED) {
      const description = readFileSync(path.replace(/\.pcapng$/, '.txt'), 'utf8');
      const all = frameAll(readFileSync(path));
      if (typeof all === 'string') throw new Error(`${path}: ${all}`);
      const counted = { ...all.info.blocks };
      for (const [, code, count] of description.matchAll(/^\s+([A-Z]+): (\d+)$/gm)) {
        const names = BLOCKS[code!];
        const ours = names?.reduce((sum, name) => sum + (counted[name] ?? 0), 0);
        if (ours !== Number(count)) wrong.push({ path: basename(path), code, count, ours });
        for (const name of names ?? []) delete counted[name];
      }
      if (all.fault !== undefined) wrong.push({ path: basename(path), fault: all.fault });
      const left = Object.keys(counted).filter((name) => !name.startsWith('type 0x'));
      if (left.length > 0) wrong.push({ path: basename(path), left });
    }
    expect(wrong).toEqual([]);
  },
);
