import { describe, expect, it } from 'vitest';
import { createHeaders, type Headers } from '#wire/headers.ts';
import { hashKey, lowEnd } from './key.ts';

const SEED = 0x5eed;
const hashOf = (h: Headers): number => hashKey(h, lowEnd(h), SEED);

function headers(of: Partial<Headers>): Headers {
  return Object.assign(createHeaders(), of);
}

describe('the hash of a key', () => {
  it('is not the same for many flows whose IPv6 ends differ alike', () => {
    const hashes = new Set<number>();
    for (let n = 0; n < 10_000; n++)
      hashes.add(hashOf(headers({ ipVersion: 6, proto: 17, src0: n, src3: 1, dst0: n, dst3: 2 })));
    expect(hashes.size).toBeGreaterThan(9990);
  });

  it('is not the same for many flows in which high bits of one word could undo those of the next', () => {
    const hashes = new Set<number>();
    for (let t = 0; t < 256; t++)
      for (let u = 0; u < 256; u++) {
        const top = u << 24;
        hashes.add(hashOf(headers({ ipVersion: 4, proto: 17, src3: t << 24, dst3: top ^ (top >>> 13) })));
      }
    // Both orders of a pair of ends are one flow.
    expect(hashes.size).toBeGreaterThan(32_000);
  });

  it('is not the same for many pairs of stations whose addresses add up alike', () => {
    const hashes = new Set<number>();
    for (let n = 0; n < 10_000; n++)
      hashes.add(hashOf(headers({ srcMacLow: 1, srcMacHigh: n, dstMacLow: 2, dstMacHigh: 10_000 - n })));
    expect(hashes.size).toBeGreaterThan(9990);
  });

  it('is that of the answer, too', () => {
    const asked = headers({ ipVersion: 6, proto: 6, hasPorts: 1, srcPort: 7, dstPort: 443, src0: 1, src2: 5, dst1: 9 });
    const answered = headers({
      ipVersion: 6,
      proto: 6,
      hasPorts: 1,
      srcPort: 443,
      dstPort: 7,
      dst0: 1,
      dst2: 5,
      src1: 9,
    });
    expect(hashOf(answered)).toBe(hashOf(asked));
    const one = headers({ srcMacLow: 5, srcMacHigh: 1, dstMacLow: 3, dstMacHigh: 2, etherType: 0x88cc });
    const two = headers({ srcMacLow: 3, srcMacHigh: 2, dstMacLow: 5, dstMacHigh: 1, etherType: 0x88cc });
    expect(hashOf(two)).toBe(hashOf(one));
  });
});
