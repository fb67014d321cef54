/** Headers of one maker or another, beside those of tunnels.test.ts and links.test.ts. */
import { describe, expect, test } from 'vitest';
import { bytesOf, FRAME4, INNER4, onEthernet, outerIp, outerUdp, read, readAtEdges, TCP4 } from '../testing.ts';
import { ip, VENDOR_TUNNELS, WIFI } from './tunnel-testing.ts';

test.each(VENDOR_TUNNELS)('behind %s lies the packet', (_, packet, layers, ends, tunnel, number) => {
  const told = read(packet);
  expect([told.verdict, told.stack, told.ends]).toEqual(['ok', `eth:${layers}`, ends]);
  expect([told.tunnel.split(' ')[0], told.h.tunnelId]).toEqual([tunnel, number]);
});

test.each(VENDOR_TUNNELS)('%s, cut anywhere, is cut and not broken', (_, packet) => {
  const hex = packet.replace(/\s+/g, '');
  for (let cut = 0; cut < hex.length / 2; cut++)
    expect(['ok', 'truncated'], `cut at ${cut}`).toContain(
      read(hex.slice(0, 2 * cut), 1, hex.length / 2 - cut).verdict,
    );
});

test.each(VENDOR_TUNNELS)('%s, with any byte at its edge, is told by its own bytes', (_, packet) => {
  for (const [one, other] of readAtEdges(bytesOf(packet), 1)) expect(one).toBe(other);
});

describe('what is not one stays what it is', () => {
  const OUTER = '192.0.2.1 > 192.0.2.2';
  test.each([
    ['EoIP that keeps alive', ip(outerIp('2f', '2001 6400 0000 0a00')), OUTER],
    ['a datagram to port 5000', ip(outerUdp(5000, `00ffabcc ${'00'.repeat(60)}`)), /192.0.2.2:5000$/],
    ['Peek remote with a header of 19 bytes', ip(outerUdp(5000, `00ffabcd 02 00000013 ${WIFI}`)), /192.0.2.2:5000$/],
    ['a datagram to port 30030', ip(outerUdp(30030, `00000001 00000002 ${'00'.repeat(40)}`)), /192.0.2.2:30030$/],
    [
      'a datagram to port 30030 that goes on behind IP',
      ip(outerUdp(30030, `00000001 00000002 ${TCP4} 00`)),
      /192.0.2.2:30030$/,
    ],
    ['a datagram to port 48879', ip(outerUdp(48879, `c8000005 00006480 ${'00'.repeat(40)}`)), /192.0.2.2:48879$/],
    ["Aruba's GRE without a frame", ip(outerIp('2f', `0000 8210 0801 ${'00'.repeat(12)}`)), OUTER],
  ])('%s', (_, packet, ends) => {
    const told = read(packet);
    expect([told.verdict, told.tunnel]).toEqual(['ok', '']);
    expect(told.ends).toEqual(typeof ends === 'string' ? ends : expect.stringMatching(ends));
  });
  test('a frame of EoIP that is longer than what carries it is malformed', () => {
    expect(read(ip(outerIp('2f', `2001 6400 0039 0a00 ${FRAME4}`)))).toMatchObject({ verdict: 'malformed' });
  });
  test('a later fragment of multilink PPP has no headers', () => {
    const told = read(onEthernet('8864', `1100 0001 0032 003d 40000002 0021 ${TCP4}`));
    expect([told.verdict, told.stack]).toEqual(['ok', 'eth:pppoe:ppp']);
  });
  test('the first fragment of multilink PPP has those of its packet, whose rest is elsewhere', () => {
    const told = read(onEthernet('8864', `1100 0001 0030 003d 80000001 0021 ${TCP4.slice(0, -4)}`));
    expect(told.ends).toBe(INNER4);
    expect(told.verdict).not.toBe('malformed');
  });
  test("an unknown format of Arista's time", () => {
    expect(read(onEthernet('d28b', `0001 0030 ${'00'.repeat(20)}`))).toMatchObject({
      verdict: 'ok',
      stack: 'eth:arista',
    });
  });
});
