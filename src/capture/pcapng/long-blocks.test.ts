import { expect, test } from 'vitest';
import { openCapture, restoreCapture } from '../formats.ts';
import { createPackets } from '../packets.ts';
import { joined, pcapngBlocks } from '../testing.ts';

const ng = pcapngBlocks();
const ABC = Uint8Array.of(0x61, 0x62, 0x63);
const MIB = 1024 * 1024;
const UNKNOWN = 0x0bad0000;
const SECRETS = 10;
const HEAD = joined(ng.section(), ng.interface(1), ng.enhanced(0, 5n, ABC));
const PACKET = ng.enhanced(0, 9n, ABC);

const long = (type: number, bytes: number): Uint8Array => ng.block(type, (out) => out.bytes(new Uint8Array(bytes)));

/** Reads the file in pieces, the framer made anew from its state between them; where its packets lie, and the fault. */
function pieces(file: Uint8Array, pieceBytes: number): { readonly at: readonly number[]; readonly fault: unknown } {
  const opened = openCapture(file.subarray(0, 32));
  if (!opened.ok) throw new Error(opened.code);
  let { framer } = opened;
  const at: number[] = [];
  const packets = createPackets(4);
  let end = 0;
  for (;;) {
    const start = framer.position;
    end = Math.min(file.length, Math.max(end, start) + pieceBytes);
    const taken = framer.read(file, start, end, Number.POSITIVE_INFINITY, packets);
    expect(framer.position).toBe(taken);
    for (let n = 0; n < packets.length; n++) at.push(packets.offset[n]!);
    packets.length = 0;
    if (framer.fault !== undefined) return { at, fault: framer.fault };
    if (end === file.length && framer.position === start) break;
    framer = restoreCapture(framer.state(), framer.position);
  }
  framer.finish(file.length - framer.position);
  return { at, fault: framer.fault };
}

test.each([
  ['of secrets', SECRETS, 16 * MIB + 1],
  ['of an unknown kind', UNKNOWN, 17 * MIB + 2],
  ['of an unknown kind, as long as a block may be', UNKNOWN, 134_348_832 - 12],
])('a block %s longer than what is kept is passed over', (_, type, bytes) => {
  const block = long(type, bytes);
  const file = joined(HEAD, block, PACKET);
  const first = HEAD.length - PACKET.length + 28;
  const both = [first, HEAD.length + block.length + 28];
  for (const pieceBytes of [3 * MIB, file.length])
    expect(pieces(file, pieceBytes)).toEqual({ at: both, fault: undefined });
});

test('the end of such a block may come in any piece', () => {
  const block = long(UNKNOWN, 16 * MIB);
  const file = joined(HEAD, block, PACKET);
  const end = HEAD.length + block.length;
  for (let cut = end - 14; cut < end + 14; cut++) expect(pieces(file, cut).at).toHaveLength(2);
});

test('what such a block says behind it must be what it said before', () => {
  const block = long(UNKNOWN, 16 * MIB);
  block[block.length - 1] = 2;
  expect(pieces(joined(HEAD, block, PACKET), MIB)).toMatchObject({
    at: [HEAD.length - PACKET.length + 28],
    fault: { offset: HEAD.length, reason: expect.stringContaining('two lengths differ') },
  });
});

test.each([1, 5, MIB])('a file that ends %i bytes before the end of such a block ends within it', (missing) => {
  const block = long(UNKNOWN, 16 * MIB);
  const file = joined(HEAD, block.subarray(0, block.length - missing));
  expect(pieces(file, 4 * MIB).fault).toEqual({
    offset: HEAD.length,
    reason: `the file ends within a block (${block.length - missing} of ${block.length} bytes)`,
  });
});

test.each([
  ['a packet', long(6, 16 * MIB)],
  ['an interface', long(1, 16 * MIB)],
  ['one byte more than Wireshark takes', long(UNKNOWN, 134_348_832 - 11)],
])('%s is not passed over', (_, block) => {
  expect(pieces(joined(HEAD, block, PACKET), MIB)).toMatchObject({
    at: [HEAD.length - PACKET.length + 28],
    fault: { offset: HEAD.length, reason: expect.stringContaining("which can't be") },
  });
});
