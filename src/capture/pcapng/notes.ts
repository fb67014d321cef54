/**
 * What a pcapng tells beside its packets: who captured it, where, what was lost, comments, names, secrets. All of it
 * bounded, as a file may have millions of sections, interfaces and comments; what is beyond the bounds is only counted.
 */

import { u16, u32 } from '../ordered-bytes.ts';
import type { CaptureComment, CaptureDrops, CaptureInterface, CaptureNames, CaptureSecrets } from '../packets.ts';
import { NameRows } from './name-rows.ts';
import { count64, eachOption, optionText } from './options.ts';

export const MAX_INTERFACES = 256;
const MAX_COMMENTS = 256;
const MAX_SECRETS = 64;
const MAX_SECRET_BYTES = 256 * 1024;
/** kinds of blocks counted by themselves */
const MAX_KINDS = 64;
const MAX_NOTES = 64;

const COMMENT = 1;
const SHB_HARDWARE = 2;
const SHB_OS = 3;
const SHB_APPLICATION = 4;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_FILTER = 11;
const IF_OS = 12;
const IF_HARDWARE = 15;
const EPB_DROPCOUNT = 4;
const ISB_COUNTS: Readonly<
  Record<number, 'received' | 'droppedByInterface' | 'accepted' | 'droppedBySystem' | 'delivered'>
> = {
  4: 'received',
  5: 'droppedByInterface',
  6: 'accepted',
  7: 'droppedBySystem',
  8: 'delivered',
};
const RECORD_END = 0;
const RECORD_IPV4 = 1;
const RECORD_IPV6 = 2;

const KINDS: Readonly<Record<number, string>> = {
  1: 'interface description',
  2: 'packet',
  3: 'simple packet',
  4: 'name resolution',
  5: 'interface statistics',
  6: 'enhanced packet',
  7: 'IRIG timestamp',
  8: 'ARINC 429',
  9: 'systemd journal export',
  10: 'decryption secrets',
  [0x00000bad]: 'custom',
  [0x40000bad]: 'custom (not to be copied)',
  [0x0a0d0d0a]: 'section header',
};
const SECRET_KINDS: Readonly<Record<number, string>> = {
  [0x544c534b]: 'TLS key log',
  [0x5353484b]: 'SSH key log',
  [0x57474b4c]: 'WireGuard key log',
  [0x5a4e574b]: 'ZigBee network key',
  [0x5a415053]: 'ZigBee APS key',
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class PcapngNotes {
  readonly interfaces: Mutable<CaptureInterface>[] = [];
  readonly comments: CaptureComment[] = [];
  readonly secrets: CaptureSecrets[] = [];
  readonly blocks: Record<string, number> = {};
  hardware: string | undefined;
  os: string | undefined;
  application: string | undefined;
  commentCount = 0;
  #betweenPackets: number | undefined;
  #secretBytes = 0;
  #kinds = 0;
  readonly #names = new NameRows();
  /** place in `interfaces` of the present section's first */
  #sectionStart = 0;
  #seenInterfaces = 0;

  /** Counts a block. */
  block(type: number, many = 1): void {
    const name = KINDS[type] ?? `type 0x${type.toString(16).padStart(8, '0')}`;
    const known = this.blocks[name];
    if (known !== undefined) this.blocks[name] = known + many;
    else if (this.#kinds++ < MAX_KINDS) this.blocks[name] = many;
  }

  section(buf: Uint8Array, off: number, end: number, big: boolean): void {
    this.#sectionStart = this.#seenInterfaces;
    eachOption(buf, off, end, big, (code, from, length) => {
      if (code === COMMENT) this.#comment(buf, from, length, undefined);
      else if (code === SHB_HARDWARE) this.hardware ??= someText(buf, from, length);
      else if (code === SHB_OS) this.os ??= someText(buf, from, length);
      else if (code === SHB_APPLICATION) this.application ??= someText(buf, from, length);
    });
  }

  interface(linkType: number, snapLen: number, buf: Uint8Array, off: number, end: number, big: boolean): void {
    this.#seenInterfaces++;
    if (this.interfaces.length >= MAX_INTERFACES) return;
    const one: Mutable<CaptureInterface> = { linkType, snapLen };
    eachOption(buf, off, end, big, (code, from, length) => {
      if (code === IF_FILTER) {
        // The first byte says the kind of filter; 0 is a string for libpcap.
        const filter = length > 1 && buf[from] === 0 ? optionText(buf, from + 1, length - 1) : '';
        if (filter !== '') one.filter = filter;
        return;
      }
      const key = INTERFACE_TEXTS[code];
      const text = key === undefined ? '' : optionText(buf, from, length);
      if (key !== undefined && text !== '' && one[key] === undefined) one[key] = text;
    });
    this.interfaces.push(one);
  }

  /** Interface statistics: what they say now stands for all that they said of the interface before. */
  statistics(buf: Uint8Array, off: number, end: number, big: boolean): void {
    if (end - off < 12) return;
    const one = this.interfaces[this.#sectionStart + u32(buf, off, big)];
    if (one === undefined) return;
    eachOption(buf, off + 12, end, big, (code, from, length) => {
      const key = ISB_COUNTS[code];
      const count = key === undefined || length !== 8 ? undefined : count64(buf, from, big);
      if (key !== undefined && count !== undefined) one[key] = count;
    });
  }

  /** Options of a packet; `packet` is its number in the file, NaN when it is not known. */
  packet(buf: Uint8Array, off: number, end: number, big: boolean, packet: number): void {
    // Not eachOption: a capture may have such options on every packet.
    for (let at = off; end - at >= 4; ) {
      const code = u16(buf, at, big);
      const length = u16(buf, at + 2, big);
      if (code === 0 || length > end - at - 4) return;
      if (code === COMMENT) this.#comment(buf, at + 4, length, packet);
      else if (code === EPB_DROPCOUNT && length === 8) {
        const count = count64(buf, at + 4, big);
        if (count !== undefined) this.#betweenPackets = added(this.#betweenPackets, count);
      }
      at += 4 + ((length + 3) & ~3);
    }
  }

  addNames(buf: Uint8Array, off: number, end: number, big: boolean): void {
    for (let at = off; end - at >= 4; ) {
      const type = u16(buf, at, big);
      const length = u16(buf, at + 2, big);
      if (type === RECORD_END || length > end - at - 4) return;
      const addressBytes = type === RECORD_IPV4 ? 4 : type === RECORD_IPV6 ? 16 : 0;
      if (addressBytes > 0 && length > addressBytes) this.#names.add(buf, at + 4, addressBytes, at + 4 + length);
      at += 4 + ((length + 3) & ~3);
    }
  }

  keepSecrets(buf: Uint8Array, off: number, end: number, big: boolean): void {
    if (end - off < 8) return;
    const type = u32(buf, off, big);
    const length = u32(buf, off + 4, big);
    if (length > end - off - 8 || this.secrets.length >= MAX_SECRETS) return;
    if (this.#secretBytes + length > MAX_SECRET_BYTES) return;
    this.#secretBytes += length;
    const kind = SECRET_KINDS[type] ?? `type 0x${type.toString(16).padStart(8, '0')}`;
    this.secrets.push({ kind, data: buf.slice(off + 8, off + 8 + length) });
  }

  names(): CaptureNames | undefined {
    return this.#names.columns();
  }

  drops(): CaptureDrops | undefined {
    const sum = (key: 'droppedByInterface' | 'droppedBySystem'): number | undefined =>
      this.interfaces.reduce<number | undefined>(
        (total, one) => (one[key] === undefined ? total : added(total, one[key])),
        undefined,
      );
    const [byInterface, bySystem, betweenPackets] = [
      sum('droppedByInterface'),
      sum('droppedBySystem'),
      this.#betweenPackets,
    ];
    if (byInterface === undefined && bySystem === undefined && betweenPackets === undefined) return undefined;
    return {
      ...(byInterface === undefined ? {} : { byInterface }),
      ...(bySystem === undefined ? {} : { bySystem }),
      ...(betweenPackets === undefined ? {} : { betweenPackets }),
    };
  }

  /** The same in lines for people. */
  lines(): readonly string[] {
    const lines = new Set<string>();
    const add = (label: string, text: string | undefined): void => {
      if (text !== undefined && lines.size < MAX_NOTES) lines.add(`${label}: ${text}`);
    };
    for (const { packet, text } of this.comments)
      add(packet === undefined ? 'comment' : `comment on packet ${packet}`, text);
    add('hardware', this.hardware);
    add('system', this.os);
    add('captured with', this.application);
    for (const one of this.interfaces) {
      add('interface', one.name);
      add('interface description', one.description);
      add('comment', one.comment);
      add('capture filter', one.filter);
    }
    return [...lines];
  }

  #comment(buf: Uint8Array, from: number, length: number, packet: number | undefined): void {
    this.commentCount++;
    if (this.comments.length >= MAX_COMMENTS) return;
    const text = optionText(buf, from, length);
    if (text === '') return;
    this.comments.push(packet === undefined || Number.isNaN(packet) ? { text } : { text, packet });
  }
}

const INTERFACE_TEXTS: Readonly<Record<number, 'comment' | 'name' | 'description' | 'os' | 'hardware'>> = {
  [COMMENT]: 'comment',
  [IF_NAME]: 'name',
  [IF_DESCRIPTION]: 'description',
  [IF_OS]: 'os',
  [IF_HARDWARE]: 'hardware',
};

/** Stays a whole number, whatever a file says. */
function added(total: number | undefined, count: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, (total ?? 0) + count);
}

function someText(buf: Uint8Array, from: number, length: number): string | undefined {
  return optionText(buf, from, length) || undefined;
}
