/**
 * Counts of what the wire tells about the quality of packets: faults by layer and reason, unsupported packets by link type,
 * checksums, duplicates. Numbers only ever grow; a file's part is the difference of two tellings.
 */
import { linkTypeConstant, linkTypeName } from '#registry/link-types.ts';
import { type ChecksumCount, type Findings, WHYS } from './check.ts';
import { LAYERS } from './layers.ts';

const WHY_BITS = 4;
const LINK_TYPES = 512;
/** layers with a checksum that is verified, in the order of their counters */
export const SUMMED = ['ipv4', 'tcp', 'udp', 'icmp', 'icmp6'] as const;
export const SUM_IPV4 = 0;
export const SUM_TCP = 1;
export const SUM_UDP = 2;
export const SUM_ICMP = 3;
export const SUM_ICMP6 = 4;

export class FindingsCounter {
  /** by layer << 4 | why */
  readonly faults = new Float64Array(LAYERS.length << WHY_BITS);
  /** by link type; the last counts all beyond */
  readonly unsupported = new Float64Array(LINK_TYPES);
  /** of each of SUMMED: checked, wrong, offloaded */
  readonly checksums = new Float64Array(SUMMED.length * 3);
  duplicates = 0;

  fault(reason: number): void {
    if (reason < this.faults.length) this.faults[reason]! += 1;
  }

  unsupportedLink(linkType: number): void {
    this.unsupported[linkType >= 0 && linkType < LINK_TYPES ? linkType : LINK_TYPES - 1]! += 1;
  }

  /** What was counted since `before` was taken. */
  since(before: FindingsCounter): Findings {
    const checksums: ChecksumCount[] = [];
    for (const [n, layer] of SUMMED.entries()) {
      const of = (k: number): number => this.checksums[n * 3 + k]! - before.checksums[n * 3 + k]!;
      if (of(0) > 0) checksums.push({ layer, checked: of(0), wrong: of(1), offloaded: of(2) });
    }
    return {
      faults: grown(this.faults, before.faults).map(([reason, packets]) => ({
        layer: LAYERS[reason >> WHY_BITS] || 'link',
        why: WHYS[reason & 15] ?? '',
        packets,
      })),
      unsupported: grown(this.unsupported, before.unsupported).map(([linkType, packets]) => ({
        linkType: linkType === LINK_TYPES - 1 ? 'other' : (linkTypeConstant(linkType) ?? linkTypeName(linkType)),
        packets,
      })),
      checksums,
      duplicates: this.duplicates - before.duplicates,
    };
  }

  copy(): FindingsCounter {
    const other = new FindingsCounter();
    other.faults.set(this.faults);
    other.unsupported.set(this.unsupported);
    other.checksums.set(this.checksums);
    other.duplicates = this.duplicates;
    return other;
  }
}

/** Index and growth of the numbers that grew, most first. */
function grown(now: Float64Array, before: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  for (let n = 0; n < now.length; n++) if (now[n]! > before[n]!) found.push([n, now[n]! - before[n]!]);
  return found.sort((a, b) => b[1] - a[1]);
}
