import { describe, expect, test } from 'vitest';
import type { Payload } from '#dissect/dissector.ts';
import { hex, type TestPacket, track } from './testing.ts';

/** A fragment of a datagram of 3 × 16 bytes (UDP 1000 > 53, 40 bytes of payload): IPv4, identification 7. */
function fragment(part: 0 | 1 | 2, id = '0007', at = 0): TestPacket {
  const flags = ['2000', '2002', '0004'][part]!;
  const bytes = [
    '03e8 0035 0030 0000 6161616161616161',
    '6262626262626262 6262626262626262',
    '6363636363636363 6363636363636363',
  ][part]!;
  const frame = `020000000002 020000000001 0800 4500 0024 ${id} ${flags} 4011 0000 0a000001 0a000002 ${bytes}`;
  return { bytes: hex`${frame}`, at };
}

const ends = { src: '10.0.0.1:1000', dst: '10.0.0.2:53' };

describe('fragments', () => {
  test.each([
    ['in order', [0, 1, 2]],
    ['the last first', [2, 0, 1]],
    ['backwards', [2, 1, 0]],
  ] as const)("are of their datagram's flow: %s", (_, order) => {
    const { flows, table } = track(order.map((part, n) => fragment(part, '0007', n)));
    expect(flows).toMatchObject([{ ...ends, srcPackets: 3, srcBytes: 150, srcPayload: 40, start: 0, end: 2 }]);
    expect(table.accounts).toEqual({ decoded: 3, truncated: 0, malformed: 0, unsupported: 0 });
  });

  test('without their first are a flow without ports', () => {
    const { flows } = track([fragment(1), fragment(2)]);
    expect(flows).toMatchObject([{ src: '10.0.0.1', dst: '10.0.0.2', hasPorts: false, srcPackets: 2 }]);
  });

  test('of another identification are not of the flow', () => {
    const { flows } = track([fragment(0), fragment(1, '0008')]);
    expect(flows.map(({ hasPorts }) => hasPorts).sort()).toEqual([false, true]);
  });

  test('are waited for though a block with a packet of a minute later lies between', () => {
    const later = { ...fragment(0, '0008'), at: 65 };
    later.bytes.set([0xc0, 0, 2, 1], 26); // of another sender
    const { flows } = track([fragment(0, '0007', 0), later, fragment(1, '0007', 1), fragment(2, '0007', 2)]);
    expect(flows.filter(({ src }) => src.startsWith('10.0.0.1'))).toMatchObject([{ ...ends, srcPackets: 3 }]);
  });

  test('that come a minute late are waited for no more', () => {
    const { flows } = track([fragment(2, '0007', 0), fragment(0, '0007', 61)]);
    expect(flows.map(({ src, srcPackets }) => [src, srcPackets])).toEqual([
      ['10.0.0.1', 1],
      ['10.0.0.1:1000', 1],
    ]);
  });
});

describe('a datagram', () => {
  /** What inspection is handed. */
  function inspected(packets: readonly TestPacket[]): string[] {
    const seen: string[] = [];
    track(packets, {
      inspector: {
        grow() {},
        open: () => true,
        inspect: (_, { buf, off, end, wireLength, index }) => {
          seen.push(`${index} ${wireLength} ${Buffer.from(buf.subarray(off, end)).toString('latin1')}`);
          return true;
        },
        emit() {},
        close() {},
      },
    });
    return seen;
  }
  const whole = `0 40 ${'a'.repeat(8)}${'b'.repeat(16)}${'c'.repeat(16)}`;

  test.each([
    ['in order', [0, 1, 2]],
    ['the last first', [2, 0, 1]],
    ['backwards', [2, 1, 0]],
    ['with a piece sent twice', [0, 1, 1, 2]],
  ] as const)('is inspected whole, once: %s', (_, order) => {
    expect(inspected(order.map((part) => fragment(part)))).toEqual([whole]);
  });

  test('of two pieces, captured last first, is inspected whole though its flow begins with it', () => {
    const last = { ...fragment(2), bytes: fragment(2).bytes.slice() };
    last.bytes[21] = 2; // right behind the first
    expect(inspected([last, fragment(0)])).toEqual([`0 24 ${'a'.repeat(8)}${'c'.repeat(16)}`]);
  });

  test('whose first piece was cut by the capture is inspected as far as it goes', () => {
    const { bytes, at } = fragment(0);
    expect(inspected([{ bytes: bytes.subarray(0, 46), at, origLen: 50 }, fragment(1)])).toEqual(['0 8 aaaa']);
  });

  test('is inspected once when its first is sent twice', () => {
    expect(inspected([0, 0, 1, 2].map((part) => fragment(part as 0 | 1 | 2)))).toHaveLength(1);
  });

  test('that stays without a piece is inspected as far as its first goes', () => {
    expect(inspected([fragment(0), fragment(2)])).toEqual(['0 8 aaaaaaaa']);
  });

  test('whose pieces overlap is not put together', () => {
    const second = fragment(1);
    const overlapping = { ...second, bytes: second.bytes.slice() };
    overlapping.bytes[21] = 1; // 8 bytes further to the front
    expect(inspected([fragment(0), overlapping, fragment(2)])).toEqual(['0 8 aaaaaaaa']);
  });
});

describe('a segment in a tunnel whose datagrams are fragmented', () => {
  const TCP = '9c40 0050 00000001 00000001 5018 1000 0000 0000';
  const inner = `020000000004 020000000003 0800 4500 0040 0001 4000 4006 0000 0a010001 0a010002 ${TCP}`;
  /** VXLAN, RFC 7348, in an IPv4 datagram of 88 and 6 bytes; the segment has 18 bytes of its payload in the first. */
  const parts = [`c000 12b5 005e 0000 08000000 00004d00 ${inner} ${'61'.repeat(18)}`, `${'62'.repeat(6)}`];
  const piece = (part: 0 | 1, id: string): TestPacket => {
    const length = part === 0 ? `006c ${id}` : `001a ${id}`;
    const offset = part === 0 ? '2000' : '000b';
    const header = `020000000002 020000000001 0800 4500 ${length} ${offset} 4011 0000 c0000201 c0000202`;
    return { bytes: hex`${header} ${parts[part]!}`, at: 0 };
  };
  const heard = (...packets: TestPacket[]): string[] => {
    const seen: string[] = [];
    const inspect = (_: number, { buf, off, end, wireLength, seqOffset }: Payload): boolean => {
      seen.push(`${seqOffset} ${wireLength} ${Buffer.from(buf.subarray(off, end)).toString('latin1')}`);
      return true;
    };
    track(packets, { inspector: { grow() {}, open: () => true, inspect, emit() {}, close() {} } });
    return seen;
  };
  const whole = [`0 18 ${'a'.repeat(18)}`, `18 6 ${'b'.repeat(6)}`];

  test('is inspected to its end, in whatever order the fragments come', () => {
    expect(heard(piece(0, '0001'), piece(1, '0001'))).toEqual(whole);
    expect(heard(piece(1, '0001'), piece(0, '0001'))).toEqual(whole);
  });

  test('is one that was cut where the capture has first fragments alone', () => {
    expect(heard(piece(0, '0001'), piece(0, '0002'), piece(0, '0003')).at(-1)).toBe(`0 24 ${'a'.repeat(18)}`);
  });
});

test('a TCP segment whose fragments were captured backwards is one segment: nothing is lost, nothing is sent again', () => {
  const parts = [
    ['002c', '2000', `9c40 0050 00000001 00000001 5018 1000 0000 0000 ${'61'.repeat(4)}`],
    ['0024', '2003', '62'.repeat(16)],
    ['001c', '0005', '63'.repeat(8)],
  ] as const;
  const backwards = parts.toReversed().map(([length, place, bytes], n) => ({
    bytes: hex`020000000002 020000000001 0800 4500 ${length} 0007 ${place} 4006 0000 0a000001 0a000002 ${bytes}`,
    at: n / 1e5,
  }));
  const { flows } = track(backwards);
  expect(flows).toMatchObject([{ srcPackets: 3, srcPayload: 28, srcRetrans: 0, srcLost: 0 }]);
  expect(flows[0]!.facts).toMatchObject({ 'tcp.history': 'D' });
  expect(flows[0]!.facts['src.gaps']).toBeUndefined();
});

test('a flood of first fragments is bounded and loses no packet', () => {
  const flood = Array.from({ length: 5000 }, (_, n) => fragment(n % 2 === 0 ? 0 : 2, n.toString(16).padStart(4, '0')));
  const { table, flows } = track(flood);
  expect(flows.reduce((sum, { srcPackets }) => sum + srcPackets, 0)).toBe(5000);
  expect(table.accounts.decoded).toBe(5000);
});
