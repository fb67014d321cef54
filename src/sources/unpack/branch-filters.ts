/**
 * Filters that xz puts before LZMA2: addresses of calls and jumps relative instead of absolute, and differences of bytes. Each undoes
 * its own in place, as far as it can see, and goes on with what comes next. Written after XZ Embedded (public domain).
 */

/** Changes buf[0, length), which begins at byte `position` of the data; returns how many bytes are done. */
export type Filter = (buf: Uint8Array, length: number, position: number) => number;

const view = (buf: Uint8Array): DataView => new DataView(buf.buffer, buf.byteOffset, buf.byteLength);

/** Instructions of four bytes. */
function words(little: boolean, change: (word: number, at: number) => number): Filter {
  return (buf, length, position) => {
    const data = view(buf);
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      const word = data.getUint32(at, little);
      const changed = change(word, (position + at) >>> 0);
      if (changed !== word) data.setUint32(at, changed >>> 0, little);
    }
    return at;
  };
}

const arm = (): Filter =>
  words(true, (word, at) =>
    word >>> 24 === 0xeb ? (0xeb000000 | (((((word & 0xffffff) << 2) - (at + 8)) >>> 2) & 0xffffff)) >>> 0 : word,
  );

const powerPc = (): Filter =>
  words(false, (word, at) =>
    (word & 0xfc000003) >>> 0 === 0x48000001 ? (0x48000001 | (((word & 0x03fffffc) - at) & 0x03fffffc)) >>> 0 : word,
  );

const sparc = (): Filter =>
  words(false, (word, at) => {
    if (word >>> 22 !== 0x100 && word >>> 22 !== 0x1ff) return word;
    const moved = ((word << 2) - at) >>> 2;
    return ((0x40000000 - (moved & 0x400000)) | 0x40000000 | (moved & 0x3fffff)) >>> 0;
  });

const arm64 = (): Filter =>
  words(true, (word, at) => {
    if (word >>> 26 === 0x25) return (0x94000000 | ((word - (at >>> 2)) & 0x03ffffff)) >>> 0;
    if ((word & 0x9f000000) >>> 0 !== 0x90000000) return word;
    const address = ((word >>> 29) & 3) | ((word >>> 3) & 0x1ffffc);
    if (((address + 0x020000) & 0x1c0000) !== 0) return word;
    const moved = address - (at >>> 12);
    const kept = (word & 0x9000001f) | ((moved & 3) << 29) | ((moved & 0x03fffc) << 3);
    return (kept | (-(moved & 0x020000) & 0xe00000)) >>> 0;
  });

const armThumb = (): Filter => (buf, length, position) => {
  let at = 0;
  for (; at + 4 <= length; at += 2) {
    if ((buf[at + 1]! & 0xf8) !== 0xf0 || (buf[at + 3]! & 0xf8) !== 0xf8) continue;
    const address = ((buf[at + 1]! & 7) << 19) | (buf[at]! << 11) | ((buf[at + 3]! & 7) << 8) | buf[at + 2]!;
    const moved = ((address << 1) - (position + at + 4)) >>> 1;
    buf[at + 1] = 0xf0 | ((moved >>> 19) & 7);
    buf[at] = moved >>> 11;
    buf[at + 3] = 0xf8 | ((moved >>> 8) & 7);
    buf[at + 2] = moved;
    at += 2;
  }
  return at;
};

const ALLOWED = [true, true, true, false, true, false, false, false] as const;
const BIT_NUMBERS = [0, 1, 2, 2, 3, 3, 3, 3] as const;
const isEnd = (byte: number): boolean => byte === 0 || byte === 0xff;

/** Of x86 instructions of any length it keeps in mind where the last four bytes began what may be a call. */
const x86 = (): Filter => {
  let mask = 0;
  return (buf, length, position) => {
    if (length <= 4) return 0;
    const data = view(buf);
    let last = -1;
    let at = 0;
    for (; at < length - 4; at++) {
      if ((buf[at]! & 0xfe) !== 0xe8) continue;
      const since = at - last;
      last = at;
      if (since > 3) mask = 0;
      else {
        mask = (mask << (since - 1)) & 7;
        if (mask !== 0 && (!ALLOWED[mask] || isEnd(buf[at + 4 - BIT_NUMBERS[mask]!]!))) {
          mask = (mask << 1) | 1;
          continue;
        }
      }
      if (!isEnd(buf[at + 4]!)) {
        mask = (mask << 1) | 1;
        continue;
      }
      let from = data.getUint32(at + 1, true);
      let to: number;
      for (;;) {
        to = (from - (position + at + 5)) >>> 0;
        if (mask === 0) break;
        const shift = BIT_NUMBERS[mask]! * 8;
        if (!isEnd((to >>> (24 - shift)) & 0xff)) break;
        from = (to ^ (2 ** (32 - shift) - 1)) >>> 0;
      }
      to &= 0x01ffffff;
      data.setUint32(at + 1, (to | -(to & 0x01000000)) >>> 0, true);
      at += 4;
    }
    const since = at - last;
    mask = since > 3 ? 0 : mask << (since - 1);
    return at;
  };
};

const delta = (distance: number): Filter => {
  const before = new Uint8Array(256);
  let place = 0;
  return (buf, length) => {
    for (let at = 0; at < length; at++) {
      const value = (buf[at]! + before[(distance + place) & 255]!) & 255;
      buf[at] = value;
      before[place-- & 255] = value;
    }
    return length;
  };
};

/** By the filter's number in xz; undefined: not undone here. */
export function branchFilter(id: number, properties: Uint8Array): Filter | undefined {
  if (id === 3) return properties.length === 1 ? delta(properties[0]! + 1) : undefined;
  const make = { 4: x86, 5: powerPc, 7: arm, 8: armThumb, 9: sparc, 10: arm64 }[id];
  if (make === undefined || (properties.length !== 0 && properties.length !== 4)) return undefined;
  const start = properties.length === 4 ? view(properties).getUint32(0, true) : 0;
  const filter = make();
  return (buf, length, position) => filter(buf, length, (position + start) >>> 0);
}

/** Pieces with a filter undone; what it can't tell yet waits for more. */
export function* undoFilter(pieces: Iterable<Uint8Array>, filter: Filter): Generator<Uint8Array> {
  let position = 0;
  let rest = new Uint8Array(0);
  for (const piece of pieces) {
    const buf = new Uint8Array(rest.length + piece.length);
    buf.set(rest);
    buf.set(piece, rest.length);
    const done = filter(buf, buf.length, position);
    position = (position + done) >>> 0;
    rest = buf.slice(done);
    if (done > 0) yield buf.subarray(0, done);
  }
  if (rest.length > 0) yield rest;
}
