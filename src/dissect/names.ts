/** Names of addresses learnt from DNS answers, gathered until they are drained. The same pair in a row is told once. */

/** Text of row i is heap[offset[i], + bytes[i]), UTF-8. */
export interface NameColumns {
  readonly length: number;
  /** u128 as four u32 words a row, least significant first; IPv4 as ::ffff:a.b.c.d */
  readonly ip: Uint32Array;
  readonly offset: Uint32Array;
  readonly bytes: Uint32Array;
  readonly heap: Uint8Array;
}

export interface Names {
  add(buf: Uint8Array, off: number, length: 4 | 16, text: Uint8Array, from: number, to: number): void;
  /** What was gathered since the last call, as arrays of their own; undefined when nothing. */
  drain(): NameColumns | undefined;
}

const MAX_NAMES = 1 << 17; // between two drains
const MAX_NAME_BYTES = 255;
const RECENT = 1 << 14;

export function createNames(): Names {
  const recent = new Int32Array(RECENT);
  let ip = new Uint32Array(4 * 256);
  let offset = new Uint32Array(256);
  let bytes = new Uint32Array(256);
  let heap = new Uint8Array(8192);
  let length = 0;
  let heapLength = 0;

  const grow = (): void => {
    const size = offset.length * 2;
    const nextIp = new Uint32Array(4 * size);
    nextIp.set(ip);
    ip = nextIp;
    const nextOffset = new Uint32Array(size);
    nextOffset.set(offset);
    offset = nextOffset;
    const nextBytes = new Uint32Array(size);
    nextBytes.set(bytes);
    bytes = nextBytes;
  };

  return {
    add(buf, off, addressBytes, text, from, to) {
      const size = to - from;
      if (size <= 0 || size > MAX_NAME_BYTES || length >= MAX_NAMES) return;
      let hash = 0x811c9dc5 | 0;
      for (let i = 0; i < addressBytes; i++) hash = Math.imul(hash ^ buf[off + i], 0x01000193);
      for (let at = from; at < to; at++) hash = Math.imul(hash ^ text[at], 0x01000193);
      hash |= 1; // 0 stands for an empty place
      const place = (hash >>> 8) & (RECENT - 1);
      if (recent[place] === hash) return;
      recent[place] = hash;
      if (length === offset.length) grow();
      if (heapLength + size > heap.length) {
        const next = new Uint8Array(heap.length * 2);
        next.set(heap);
        heap = next;
      }
      const row = 4 * length;
      const word = (at: number): number =>
        ((buf[at] << 24) | (buf[at + 1] << 16) | (buf[at + 2] << 8) | buf[at + 3]) >>> 0;
      if (addressBytes === 4) {
        ip[row] = word(off);
        ip[row + 1] = 0xffff;
        ip[row + 2] = ip[row + 3] = 0;
      } else {
        for (let i = 0; i < 4; i++) ip[row + 3 - i] = word(off + 4 * i);
      }
      for (let i = 0; i < size; i++) heap[heapLength + i] = text[from + i];
      offset[length] = heapLength;
      bytes[length] = size;
      heapLength += size;
      length++;
    },
    drain() {
      if (length === 0) return undefined;
      const columns = {
        length,
        ip: ip.slice(0, 4 * length),
        offset: offset.slice(0, length),
        bytes: bytes.slice(0, length),
        heap: heap.slice(0, heapLength),
      };
      length = heapLength = 0;
      return columns;
    },
  };
}
