/** The operators (AS number → organisation) of the flows of an import, each told once. */
import type { Geo } from '#enrich/geo.ts';
import type { FlowBatch } from '#flow/batch/batch.ts';

/** Numbers below this are marked in a bitmap, the rest (32-bit numbers, RFC 6793) in a set. */
const BITMAP_NUMBERS = 1 << 20;

export class SeenOperators {
  private readonly geo: Geo;
  private readonly low = new Uint8Array(BITMAP_NUMBERS);
  private readonly high = new Set<number>();

  constructor(geo: Geo) {
    this.geo = geo;
  }

  /** The operators of a batch that were not told before; undefined when there are none. */
  newIn(batch: FlowBatch): { readonly asn: Uint32Array; readonly org: readonly string[] } | undefined {
    const fresh: number[] = [];
    for (const column of [batch.srcAsn, batch.dstAsn]) {
      for (let row = 0; row < batch.length; row++) {
        const asn = column[row]!;
        if (asn !== 0 && this.isNew(asn)) fresh.push(asn);
      }
    }
    if (fresh.length === 0) return undefined;
    return { asn: Uint32Array.from(fresh), org: fresh.map((asn) => this.geo.orgOf(asn) ?? '') };
  }

  private isNew(asn: number): boolean {
    if (asn < BITMAP_NUMBERS) {
      if (this.low[asn] === 1) return false;
      this.low[asn] = 1;
      return true;
    }
    if (this.high.has(asn)) return false;
    this.high.add(asn);
    return true;
  }
}
