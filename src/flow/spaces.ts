/**
 * Address spaces, for those who key flows by VLAN or VNI: the same addresses in two networks are then two hosts. A space is a
 * small number, the same for packets with the same tags; their number is bounded, beyond it they share the last.
 */
import type { Headers } from '#wire/headers.ts';

export type KeyPart = 'vlan' | 'vni';

const MAX_SPACES = 0xffff;
const VLANS = 4097;

export class Spaces {
  private readonly byVlan: boolean;
  private readonly byVni: boolean;
  private readonly numbers = new Map<number, number>();

  constructor(keyBy: readonly KeyPart[]) {
    this.byVlan = keyBy.includes('vlan');
    this.byVni = keyBy.includes('vni');
  }

  /** 0: no tags that count. */
  of(h: Headers): number {
    const vlans = this.byVlan ? (h.vlan + 1) * VLANS + h.innerVlan + 1 : 0;
    const vni = this.byVni ? h.vni + 1 : 0;
    if (vlans === 0 && vni === 0) return 0;
    const tags = vni * (VLANS * VLANS) + vlans;
    let space = this.numbers.get(tags);
    if (space === undefined) {
      if (this.numbers.size >= MAX_SPACES) return MAX_SPACES;
      space = this.numbers.size + 1;
      this.numbers.set(tags, space);
    }
    return space;
  }
}
