/**
 * The capture layer: any bytes, in any pieces, give the same packets, which lie within the bytes; reading ends, and a
 * framer restored on the way reads on as if nothing had been.
 */
import { readFileSync, statSync } from 'node:fs';
import { openCapture, restoreCapture } from '#capture/formats.ts';
import { createPackets, type Framer, MAX_RECORD_BYTES } from '#capture/packets.ts';
import { joined, netmonBytes, pcapBytes, pcapngBlocks, snoopBytes } from '#capture/testing.ts';
import { corpusCaptures } from '../corpus.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

const MAX_REAL = 400;
const MAX_REAL_BYTES = 16 * 1024;
const SEEDS: readonly Uint8Array[] = [...seeds(), ...realCaptures()];

/** Small captures of the corpus, where it is there: every so-manieth, so that all its folders lend some. */
function realCaptures(): Uint8Array[] {
  const small = corpusCaptures()
    .sort()
    .filter((path) => statSync(path).size <= MAX_REAL_BYTES);
  const step = Math.max(1, Math.floor(small.length / MAX_REAL));
  return small.filter((_, n) => n % step === 0).map((path) => new Uint8Array(readFileSync(path)));
}

function seeds(): Uint8Array[] {
  const packets = [0, 1, 60, 3, 1514, 42].map((size, n) => ({
    sec: 1_700_000_000 + n,
    fraction: n,
    data: new Uint8Array(size).fill(n),
  }));
  const [little, big] = [pcapngBlocks(), pcapngBlocks(true)];
  return [
    pcapBytes(packets),
    pcapBytes(packets, { magic: 0xa1b23c4d, big: true }),
    pcapBytes(packets, { magic: 0xa1b2cd34 }),
    pcapBytes(packets, { extra: 4 }),
    pcapBytes(packets, { magic: 0x1c0001ac }),
    pcapBytes(packets, { minor: 2, linkWord: 6 }),
    snoopBytes(packets),
    snoopBytes(packets, { trailer: 16 }),
    netmonBytes(packets, { major: 1 }),
    netmonBytes(packets.map((one, n) => ({ ...one, hole: n }))),
    netmonBytes(
      packets.map((one) => ({ ...one, medium: 6 })),
      { minor: 3 },
    ),
    described(),
    ...unmarked(),
    joined(
      little.section([[4, Buffer.from('dumpcap')]]),
      little.interface(1, 0, [[9, Uint8Array.of(9)]]),
      ...packets.map(({ sec, data }) => little.enhanced(0, BigInt(sec) * 1_000_000_000n, data)),
      big.section(),
      big.interface(113, 100, [[9, Uint8Array.of(0x8a)]]),
      big.simple(new Uint8Array(9)),
      big.old(0, 1n, new Uint8Array(5)),
    ),
  ];
}

/** ERF, CommView's two, iptrace, and a pcapng with a block that is longer than what is kept. */
function unmarked(): Uint8Array[] {
  const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
  const frame = 'aa'.repeat(46);
  const date = 'e707 0b 0e 16 0d 14 40e20100';
  const ng = pcapngBlocks();
  return [
    `00000080 00f15365 02 04 0040 0000 002e 0000 ${frame} 00000080 00f15365 82 04 0048 0000 002e 04${'00'.repeat(7)} 0000 ${frame}`,
    `2e00 2e00 00 ${date} 00 64 00 00 00 00 00 00 ${frame}`.repeat(3),
    `42000000 ${date} 00 00 02 00 00 ${frame} 56000000 ${date} 01 00 00 00 00 1400${'00'.repeat(18)} ${frame}`,
    `69707472616365 20322e30 0000004e 6553f100 000000 00 656e0000 ${'00'.repeat(12)} 06 01 0000 6553f100 00000007 ${frame}`,
    `69707472616365 20312e30 00000044 6553f100 000000 00 656e0000 ${'00'.repeat(12)} 06 01 ${frame}`,
  ]
    .map(bytes)
    .concat([
      joined(ng.section(), ng.interface(1), ng.enhanced(0, 5n, bytes(frame)), bytes('00000b0b 00000001 01020304')),
    ]);
}

/** A pcapng with what may stand beside packets. */
function described(): Uint8Array {
  const ng = pcapngBlocks();
  const text = (value: string): Uint8Array => Buffer.from(value);
  return joined(
    ng.section([
      [1, text('comment')],
      [2, text('hardware')],
      [3, text('system')],
      [4, text('program')],
    ]),
    ng.interface(1, 100, [
      [2, text('eth0')],
      [9, Uint8Array.of(0x94)],
      [11, text('\0tcp')],
      [14, new Uint8Array(8)],
    ]),
    ng.block(4, (out) => out.u16(1).u16(8).bytes(text('\x7f\0\0\x01abc\0')).u16(0).u16(0)),
    ng.block(6, (out) =>
      out.u32(0).ticks(5n).u32(4).u32(4).u32(7).u16(1).u16(4).bytes(text('look')).u16(4).u16(8).ticks(9n).u32(0),
    ),
    ng.block(5, (out) => out.u32(0).ticks(0n).u16(5).u16(8).ticks(1n).u16(7).u16(8).ticks(2n).u32(0)),
    ng.block(10, (out) => out.u32(0x544c534b).u32(4).bytes(text('keys'))),
    ng.block(9, (out) => out.bytes(text('__REALTIME_TIMESTAMP=1'))),
    ng.block(0x0bad, (out) => out.u32(32473).bytes(text('custom'))),
  );
}

function check(input: Uint8Array): string {
  const whole = rows(input, input.length + 1, 4096, Number.POSITIVE_INFINITY);
  const inPieces = rows(input, 61, 3, 500);
  if (whole.join('\n') !== inPieces.join('\n'))
    throw new Error('pieces of the bytes give other packets than the whole');
  return whole.at(-1)!.replace(/\d+/g, 'N');
}

/** A line a packet and one for the end; `pieceBytes` come at a time, and at every `chunk` the framer is made anew. */
function rows(file: Uint8Array, pieceBytes: number, capacity: number, chunk: number): string[] {
  const look = (offset: number, length: number): Uint8Array => file.subarray(offset, offset + length);
  const opened = openCapture(file, undefined, look);
  if (!opened.ok) return [opened.code];
  let framer: Framer = opened.framer;
  const block = createPackets(capacity);
  const lines: string[] = [];
  let start = framer.position;
  let end = start;
  let behind = 0;
  for (let steps = 0; ; steps++) {
    if (steps > file.length * 4 + 1000) throw new Error('reading does not end');
    const position = framer.position;
    if (position > start && position % chunk < 20) framer = restoreCapture(framer.state(), position, look);
    block.length = 0;
    const buf = file.slice(start, end);
    const stop = chunk === Number.POSITIVE_INFINITY ? chunk : (Math.floor(position / chunk) + 1) * chunk;
    const taken = framer.read(buf, position - start, buf.length, stop, block);
    if (start + taken !== framer.position) throw new Error('position is not where read() stopped');
    if (taken > buf.length) throw new Error('more was taken than there is');
    for (let n = 0; n < block.length; n++) {
      const [from, capLen] = [block.offset[n]!, block.capLen[n]!];
      if (from < 0 || capLen < 0 || from + capLen > taken) throw new Error('a packet lies outside its record');
      if (Number.isNaN(block.time[n]!) || !(block.origLen[n]! >= 0)) throw new Error('a packet has no time or length');
      if (start + from < behind) throw new Error('packets overlap');
      behind = start + from + capLen;
      lines.push(`${start + from} ${capLen} ${block.origLen[n]} ${block.time[n]} ${block.linkType[n]}`);
    }
    if (framer.fault !== undefined) break;
    if (block.length > 0 || framer.position >= stop) continue;
    if (framer.wanted <= end - framer.position) throw new Error('it stopped with enough bytes for a record');
    if (framer.wanted > MAX_RECORD_BYTES) throw new Error('it wants more than a record may have');
    if (end === file.length) break;
    start = framer.position;
    end = Math.min(file.length, end + pieceBytes);
  }
  const fault = framer.finish(file.length - framer.position);
  lines.push(fault === undefined ? 'whole' : `byte ${fault.offset}: ${fault.reason}`);
  return lines;
}

export const target: FuzzTarget = {
  about: 'any bytes in any pieces give the same packets, within the bytes, in bounded steps',
  make: (random: Random) => mutate(random, random.pick(SEEDS), random.pick(SEEDS)),
  check,
};
