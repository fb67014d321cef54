/** Services by address: disjoint ranges in order, searched by halving; and by AS number. Built once from CIDRs. */
import { bigintOfWords, parseCidr } from '#base/address.ts';
import type { Service } from '#registry/services/services.ts';

interface Block {
  readonly low: bigint;
  readonly high: bigint;
  readonly service: number;
}

const MAPPED = 0xffff;
const U32_BITS = 32n;
const V4_LOW = 0xffffn << U32_BITS;

export class ServiceNetworks {
  /** IPv4: from starts[i] on, up to the next start, addresses belong to owners[i] */
  private readonly starts: Uint32Array;
  private readonly owners: Uint16Array;
  /** IPv6: smallest first; few enough to be looked through */
  private readonly v6: readonly Block[];
  private readonly byAsn = new Map<number, number>();
  /** 1 where an AS number with these last 16 bits has a service: most have none */
  private readonly asnBits = new Uint8Array(0x10000);
  /** 1 where an IPv4 network with this first half has a service */
  private readonly halves = new Uint8Array(0x10000);

  constructor(services: readonly Service[]) {
    const blocks: Block[] = [];
    for (const [service, { networks }] of services.entries()) {
      for (const network of networks) {
        const asn = /^AS(\d+)$/.exec(network);
        if (asn) {
          this.byAsn.set(Number(asn[1]), service);
          this.asnBits[Number(asn[1]) & 0xffff] = 1;
        } else {
          const range = parseCidr(network);
          if (range !== undefined) blocks.push({ low: range.low, high: range.high, service });
        }
      }
    }
    // Larger blocks first: a smaller one inside writes over its part.
    blocks.sort((a, b) => (b.high - b.low > a.high - a.low ? 1 : b.high - b.low < a.high - a.low ? -1 : 0));
    const isV4 = (block: Block): boolean => block.low >> U32_BITS === 0xffffn;
    const { starts, owners } = disjoint(blocks.filter(isV4));
    this.starts = starts;
    this.owners = owners;
    for (const { low, high } of blocks.filter(isV4))
      this.halves.fill(1, Number((low - V4_LOW) >> 16n), Number((high - V4_LOW) >> 16n) + 1);
    this.v6 = blocks.filter((block) => !isV4(block)).reverse();
  }

  ofAsn(asn: number): number {
    return asn === 0 || this.asnBits[asn & 0xffff] === 0 ? 0 : (this.byAsn.get(asn) ?? 0);
  }

  ofAddress(w0: number, w1: number, w2: number, w3: number): number {
    if (w0 === 0 && w1 === 0 && w2 === MAPPED) return this.of4(w3);
    if (this.v6.length === 0) return 0;
    const address = bigintOfWords(w0 >>> 0, w1 >>> 0, w2 >>> 0, w3 >>> 0);
    return this.v6.find((block) => block.low <= address && address <= block.high)?.service ?? 0;
  }

  private of4(address: number): number {
    if (this.halves[address >>> 16] === 0) return 0;
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.owners[low - 1]!;
  }
}

/** Blocks, larger first, as starts of disjoint stretches. */
function disjoint(blocks: readonly Block[]): { starts: Uint32Array; owners: Uint16Array } {
  const edges = new Set<number>([0]);
  for (const { low, high } of blocks) {
    edges.add(Number(low - V4_LOW));
    const after = Number(high - V4_LOW) + 1;
    if (after < 2 ** 32) edges.add(after);
  }
  const starts = Uint32Array.from(edges).sort();
  const owners = new Uint16Array(starts.length);
  for (const { low, high, service } of blocks) {
    const last = Number(high - V4_LOW);
    for (let i = starts.indexOf(Number(low - V4_LOW)); i < starts.length && starts[i]! <= last; i++)
      owners[i] = service;
  }
  return { starts, owners };
}
