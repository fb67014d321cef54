/**
 * Who made a network interface, by its hardware address: the IEEE's registries MA-L, MA-M and MA-S (24, 28 and 36 bits),
 * and a few prefixes that software gives its virtual interfaces. Other locally administered addresses (IEEE 802 §8.2) and
 * groups have no vendor.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type VendorColumns, viewVendors } from './vendor-file.ts';

export interface Vendors {
  /** of a 48-bit hardware address; '' = not known */
  of(mac: number): string;
}

const OCTET = 2 ** 8;
const LOCAL = 2;
const GROUP = 1;

/** Prefixes nobody registered, as bits and value: from the sources of QEMU, Docker, VirtualBox's host, and Azure's router. */
const VIRTUAL: readonly (readonly [bits: number, prefix: number, name: string])[] = [
  [48, 0x123456789abc, 'Azure virtual router'],
  [24, 0x525400, 'QEMU/KVM virtual machine'],
  [24, 0x0a0027, 'VirtualBox host adapter'],
  [16, 0x0242, 'Docker container'],
];

/** Opens the table of a file made by scripts/build-vendors.ts. */
export function openVendors(path: string | URL): Vendors {
  const bytes = readFileSync(typeof path === 'string' ? path : fileURLToPath(path));
  return vendorsOf(viewVendors(bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)));
}

export function vendorsOf({ start, vendor, end, names }: VendorColumns): Vendors {
  const texts = new Map<number, string>();
  const nameOf = (place: number): string => {
    if (place === 0) return '';
    let text = texts.get(place);
    if (text === undefined) {
      text = new TextDecoder().decode(names.subarray(place === 1 ? 0 : end[place - 2], end[place - 1]));
      texts.set(place, text);
    }
    return text;
  };
  return {
    of(mac) {
      const first = Math.floor(mac / OCTET ** 5);
      if ((first & GROUP) !== 0) return '';
      if ((first & LOCAL) !== 0) {
        for (const [bits, prefix, name] of VIRTUAL) if (Math.floor(mac / 2 ** (48 - bits)) === prefix) return name;
      }
      let low = 0;
      let high = start.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (start[middle]! <= mac) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? '' : nameOf(vendor[low - 1]!);
    },
  };
}
