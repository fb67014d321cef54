/** The makers of the network interfaces in the flows of an import, each address told once. */
import type { Vendors } from '#enrich/vendors.ts';
import type { FlowBatch } from '#flow/batch/batch.ts';

/** Addresses remembered: a flood of invented ones is told again rather than kept. */
const MOST_KEPT = 100_000;
const CACHE_ENTRIES = 1024;
const U32 = 2 ** 32;

export class SeenVendors {
  private readonly open: () => Vendors;
  private vendors: Vendors | undefined;
  private readonly seen = new Set<number>();
  /** most addresses repeat: the last at each place */
  private readonly last = new Float64Array(CACHE_ENTRIES);

  /** `open` is called when the first hardware address comes. */
  constructor(open: () => Vendors) {
    this.open = open;
  }

  /** Addresses of a batch that were not told before and whose maker is known; undefined when there are none. */
  newIn(batch: FlowBatch): { readonly mac: Float64Array; readonly vendor: readonly string[] } | undefined {
    const macs: number[] = [];
    const names: string[] = [];
    for (const column of [batch.srcMac, batch.dstMac]) {
      for (let row = 0; row < batch.length; row++) {
        const low = column[2 * row]!;
        const mac = column[2 * row + 1]! * U32 + low;
        const place = (low ^ (low >>> 12)) & (CACHE_ENTRIES - 1);
        if (mac === 0 || this.last[place] === mac) continue;
        this.last[place] = mac;
        if (this.seen.has(mac)) continue;
        if (this.seen.size >= MOST_KEPT) this.seen.clear();
        this.seen.add(mac);
        this.vendors ??= this.open();
        const name = this.vendors.of(mac);
        if (name === '') continue;
        macs.push(mac);
        names.push(name);
      }
    }
    return macs.length === 0 ? undefined : { mac: Float64Array.from(macs), vendor: names };
  }
}
