import { describe, expect, it } from 'vitest';
import { createHeaders, type Headers } from '#wire/headers.ts';
import { FragmentPorts } from './fragments.ts';
import { shardOf } from './shard.ts';

/** A fragment of datagram number n, each from a host of its own. */
function fragment(n: number, offset: number): Headers {
  const h = Object.assign(createHeaders(), { ipVersion: 4, proto: 17, src2: 0xffff, dst2: 0xffff });
  h.src3 = 0x0a000000 + 7 * n;
  h.dst3 = 0x0b000001;
  h.fragmentId = n;
  h.fragmentOffset = offset;
  if (offset === 0) Object.assign(h, { hasPorts: 1, srcPort: n, dstPort: 53 });
  return h;
}

/** Which of 1000 datagrams under way at once find their ports again. */
function found(shards: number): string {
  const tables = Array.from({ length: shards }, () => new FragmentPorts());
  const visit = (h: Headers): Headers => {
    tables[shardOf(h, shards)]!.visit(h);
    return h;
  };
  for (let n = 0; n < 1000; n++) visit(fragment(n, 0));
  return Array.from({ length: 1000 }, (_, n) => visit(fragment(n, 1480)).hasPorts).join('');
}

describe('ports of fragments', () => {
  it('are found again by nearly all of a thousand datagrams under way', () => {
    expect(found(1).replaceAll('0', '').length).toBeGreaterThan(930);
  });

  it.each([2, 3, 4])('are found by the same ones with %i shards', (shards) => {
    expect(found(shards)).toBe(found(1));
  });
});
