/**
 * Named service of a host name, by the longest registered suffix that ends at a label, and of an address, by the smallest
 * network that holds it. Names are bytes in place: no string is made. Case does not matter; a port or a final dot after
 * the name is ignored.
 */
import type { Service } from '#registry/services/services.ts';
import { ServiceNetworks } from './service-networks.ts';

const DOT = 0x2e;
const COLON = 0x3a;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Open-addressing hash table of all suffixes, hashed from their last byte to their first. */
class SuffixTable {
  private readonly mask: number;
  private readonly hashes: Uint32Array;
  private readonly services: Uint16Array;
  private readonly offsets: Uint32Array;
  private readonly lengths: Uint8Array;
  private readonly text: Uint8Array;

  constructor(suffixes: readonly (readonly [suffix: string, service: number])[]) {
    const size = 2 ** Math.ceil(Math.log2(suffixes.length * 4));
    this.mask = size - 1;
    this.hashes = new Uint32Array(size);
    this.services = new Uint16Array(size);
    this.offsets = new Uint32Array(size);
    this.lengths = new Uint8Array(size);
    this.text = new TextEncoder().encode(suffixes.map(([suffix]) => suffix).join(''));
    let offset = 0;
    for (const [suffix, service] of suffixes) {
      let hash = FNV_OFFSET;
      for (let i = offset + suffix.length - 1; i >= offset; i--) hash = Math.imul(hash ^ this.text[i]!, FNV_PRIME);
      let slot = this.slotOf(hash);
      while (this.services[slot] !== 0) slot = (slot + 1) & this.mask;
      this.hashes[slot] = hash;
      this.services[slot] = service;
      this.offsets[slot] = offset;
      this.lengths[slot] = suffix.length;
      offset += suffix.length;
    }
  }

  /** Service of the suffix that is exactly buf[off, end); 0 = none. */
  find(hash: number, buf: Uint8Array, off: number, end: number): number {
    for (let slot = this.slotOf(hash); this.services[slot] !== 0; slot = (slot + 1) & this.mask) {
      if (this.hashes[slot] === hash >>> 0 && this.lengths[slot] === end - off && this.same(slot, buf, off)) {
        return this.services[slot]!;
      }
    }
    return 0;
  }

  private same(slot: number, buf: Uint8Array, off: number): boolean {
    const start = this.offsets[slot]!;
    for (let i = 0; i < this.lengths[slot]!; i++) {
      if (this.text[start + i] !== lower(buf[off + i]!)) return false;
    }
    return true;
  }

  private slotOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.mask;
  }
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function withoutDot(buf: Uint8Array, off: number, end: number): number {
  return end > off && buf[end - 1] === DOT ? end - 1 : end;
}

/** Services by what flows show of them. Answers are indices into `services`; 0 = none. Nothing throws. */
export class ServiceTable {
  readonly services: readonly Service[];
  private readonly suffixes: SuffixTable;
  private readonly networks: ServiceNetworks;
  private readonly numbers: ReadonlyMap<string, number>;

  /** `services[0]` is none. A suffix that comes again belongs to the later service: users add to the list. */
  constructor(services: readonly Service[]) {
    this.services = services;
    const bySuffix = new Map(
      services.flatMap((service, index) => service.domains.map((domain) => [domain, index] as const)),
    );
    this.suffixes = new SuffixTable([...bySuffix]);
    this.networks = new ServiceNetworks(services);
    this.numbers = new Map(services.map(({ name }, number) => [name, number]));
  }

  /** Of the service's own name. */
  numberOf(name: string): number {
    return this.numbers.get(name) ?? 0;
  }

  /** Of the host name in buf[off, end). */
  ofName(buf: Uint8Array, off: number, end: number): number {
    let nameEnd = withoutDot(buf, off, end);
    let hash = FNV_OFFSET;
    let service = 0;
    for (let i = nameEnd - 1; i >= off; i--) {
      const byte = lower(buf[i]!);
      if (byte === COLON) {
        nameEnd = withoutDot(buf, off, i);
        i = nameEnd;
        hash = FNV_OFFSET;
        service = 0;
        continue;
      }
      if (byte === DOT) service = this.suffixes.find(hash, buf, i + 1, nameEnd) || service;
      hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
    return this.suffixes.find(hash, buf, off, nameEnd) || service;
  }

  ofText(host: string): number {
    const bytes = new TextEncoder().encode(host);
    return this.ofName(bytes, 0, bytes.length);
  }

  /** By a network of its own. Words of the address, most significant first. */
  ofAddress(w0: number, w1: number, w2: number, w3: number): number {
    return this.networks.ofAddress(w0, w1, w2, w3);
  }

  /** By the autonomous system, for services whose operator runs little else. */
  ofAsn(asn: number): number {
    return this.networks.ofAsn(asn);
  }
}
