/**
 * The capture layer: any bytes, in any pieces, give the same packets, which lie within the bytes; reading ends, and a
 * framer restored on the way reads on as if nothing had been.
 */
import { joined, pcapBytes, pcapngBlocks } from '#capture/capture-bytes.ts';
import { openCapture, restoreCapture } from '#capture/formats.ts';
import { createPackets, type Framer, MAX_RECORD_BYTES } from '#capture/packets.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

const SEEDS: readonly Uint8Array[] = seeds();

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

function check(input: Uint8Array): string {
  const whole = rows(input, input.length + 1, 4096, Number.POSITIVE_INFINITY);
  const inPieces = rows(input, 61, 3, 500);
  if (whole.join('\n') !== inPieces.join('\n'))
    throw new Error('pieces of the bytes give other packets than the whole');
  return whole.at(-1)!.replace(/\d+/g, 'N');
}

/** A line a packet and one for the end; `pieceBytes` come at a time, and at every `chunk` the framer is made anew. */
function rows(file: Uint8Array, pieceBytes: number, capacity: number, chunk: number): string[] {
  const opened = openCapture(file);
  if (!opened.ok) return [opened.code];
  let framer: Framer = opened.framer;
  const block = createPackets(capacity);
  const lines: string[] = [];
  let start = framer.position;
  let end = start;
  for (let steps = 0; ; steps++) {
    if (steps > file.length * 4 + 1000) throw new Error('reading does not end');
    const position = framer.position;
    if (position > start && position % chunk < 20) framer = restoreCapture(framer.state(), position);
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
