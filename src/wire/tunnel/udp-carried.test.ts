import { describe, expect, test } from 'vitest';
import { hex, track } from '#flow/testing.ts';

const ETH = '020000000002 020000000001 0800';
const outer = (bytes: number, dport: string): string =>
  `4500 ${(28 + bytes).toString(16).padStart(4, '0')} 0001 0000 4011 0000 0a000001 0a000002 c000 ${dport} ${(8 + bytes).toString(16).padStart(4, '0')} 0000`;
/** 30 bytes */
const INNER = '4500 001e 0001 0000 4011 0000 c0000201 c0000207 1388 0035 000a 0000 aabb';

describe('a packet in a datagram', () => {
  test('of GRE in UDP, RFC 8086, is the flow', () => {
    const { flows } = track([{ at: 0, bytes: hex`${ETH} ${outer(34, '1292')} 0000 0800 ${INNER}` }]);
    expect(flows).toMatchObject([{ src: '192.0.2.1:5000', dst: '192.0.2.7:53' }]);
  });
  test('of AYIYA is the flow: identity of 16 bytes, signature of 20', () => {
    const bytes = `44 52 11 04 00000000 ${'00'.repeat(16)} ${'00'.repeat(20)}`;
    const { flows } = track([{ at: 0, bytes: hex`${ETH} ${outer(74, '13d0')} ${bytes} ${INNER}` }]);
    expect(flows).toMatchObject([{ src: '192.0.2.1:5000', dst: '192.0.2.7:53' }]);
  });
  test.each([
    ['a reserved bit of GRE is set', '1292', `0800 0800 ${INNER}`],
    ['GRE carries another type', '1292', `0000 88b5 ${INNER}`],
    ['GRE carries nothing', '1292', '0000'],
    ['AYIYA does something else than to forward', '13d0', `44 52 12 04 ${'00'.repeat(40)} ${INNER}`],
    ['AYIYA ends in its identity', '13d0', '44 52 11 04 00000000 0000'],
  ])('is none when %s: the datagram is the flow, and well formed', (_, port, payload) => {
    const bytes = payload.replace(/\s/g, '').length / 2;
    const { flows, table } = track([{ at: 0, bytes: hex`${ETH} ${outer(bytes, port)} ${payload}` }]);
    expect(flows).toMatchObject([{ src: '10.0.0.1:49152', dst: `10.0.0.2:${Number.parseInt(port, 16)}` }]);
    expect(table.accounts).toMatchObject({ decoded: 1 });
  });
});
