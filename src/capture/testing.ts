/** Builds capture files for tests: a few lines of description, the file's bytes out. */

export interface TestPacket {
  /** Unix time */
  readonly sec?: number;
  /** part of the second, in the file's own unit */
  readonly fraction?: number;
  readonly data: Uint8Array;
  readonly origLen?: number;
}

export interface TestPcap {
  readonly magic?: number;
  readonly big?: boolean;
  readonly minor?: number;
  readonly snapLen?: number;
  readonly linkWord?: number;
  /** bytes between a record's four numbers and its packet, those of Kuznetzov's by themselves */
  readonly extra?: number;
}

export function pcapBytes(packets: readonly TestPacket[], options: TestPcap = {}): Uint8Array {
  const {
    magic = 0xa1b2c3d4,
    big = false,
    minor = 4,
    snapLen = 65535,
    linkWord = 1,
    extra = magic === 0xa1b2cd34 ? 8 : 0,
  } = options;
  const out = new Writer(big);
  out.u32(magic).u16(2).u16(minor).u32(0).u32(0).u32(snapLen).u32(linkWord);
  if (magic === 0x1c0001ac || magic === 0x1c0001ab)
    out.u32(packets.reduce((sum, { data }) => sum + 16 + data.length, 0));
  for (const { sec = 0, fraction = 0, data, origLen = data.length } of packets) {
    out.u32(sec).u32(fraction).u32(data.length).u32(origLen);
    out.bytes(new Uint8Array(extra)).bytes(data);
  }
  return out.done();
}

/** A snoop (RFC 1761); `trailer` bytes lie behind each packet, `drops` are counted up to each. */
export function snoopBytes(
  packets: readonly TestPacket[],
  { version = 2, network = 4, trailer = 0, drops = [] as readonly number[] } = {},
): Uint8Array {
  const out = new Writer(true).bytes(Buffer.from('snoop\0\0\0')).u32(version).u32(network);
  for (const [n, { sec = 0, fraction = 0, data, origLen = data.length }] of packets.entries()) {
    const pad = ((4 - (data.length % 4)) % 4) + trailer;
    out
      .u32(origLen)
      .u32(data.length)
      .u32(24 + data.length + pad)
      .u32(drops[n] ?? 0)
      .u32(sec)
      .u32(fraction);
    out.bytes(data).bytes(new Uint8Array(pad));
  }
  return out.done();
}

export interface TestFrame extends TestPacket {
  /** link type of the frame, 2.1 and later */
  readonly medium?: number;
  /** bytes that belong to no frame, before it */
  readonly hole?: number;
}

/** A NetMon file that began on 2024-10-21 at 19:25:46.123; frames have `fraction` µs since then, in 2.3 `sec` in UTC. */
export function netmonBytes(
  frames: readonly TestFrame[],
  { major = 2, minor = 0, medium = 1, table = true } = {},
): Uint8Array {
  const body = new Writer(false);
  const places: number[] = [];
  let at = 128;
  for (const { sec = 0, fraction = 0, data, origLen = data.length, medium: own = 1, hole = 0 } of frames) {
    body.bytes(new Uint8Array(hole).fill(0xee));
    at += hole;
    places.push(at);
    if (major === 1)
      body
        .u32(fraction / 1000)
        .u16(origLen)
        .u16(data.length);
    else
      body
        .u32(fraction)
        .u32(fraction < 0 ? 0xffffffff : 0)
        .u32(origLen)
        .u32(data.length);
    body.bytes(data);
    const trailer = major === 1 ? 0 : ([0, 2, 6, 15][minor] ?? 15);
    if (trailer >= 2) body.u16(own);
    if (trailer >= 6) body.u32(0);
    if (trailer >= 15) {
      const ticks = (BigInt(sec) + 11_644_473_600n) * 10_000_000n + BigInt(fraction) * 10n;
      body
        .u32(Number(ticks & 0xffffffffn))
        .u32(Number(ticks >> 32n))
        .bytes(Uint8Array.of(0));
    }
    at += (major === 1 ? 8 : 16) + data.length + trailer;
  }
  const head = new Writer(false).bytes(Buffer.from(major === 1 ? 'RTSS' : 'GMBU')).bytes(Uint8Array.of(minor, major));
  for (const value of [medium, 2024, 10, 1, 21, 19, 25, 46, 123]) head.u16(value);
  head.u32(at).u32(places.length * 4);
  const header = joined(head.done(), new Uint8Array(128)).subarray(0, 128);
  const index = new Writer(false);
  for (const place of places) index.u32(place);
  return table ? joined(header, body.done(), index.done()) : joined(header, body.done());
}

/** Blocks of a pcapng, one function a kind; join them with `joined`. */
export function pcapngBlocks(big = false) {
  const block = (type: number, fill: (out: Writer) => void): Uint8Array => {
    const body = new Writer(big);
    fill(body);
    const content = body.done();
    const length = 12 + Math.ceil(content.length / 4) * 4;
    const out = new Writer(big).u32(type).u32(length).bytes(content);
    out.bytes(new Uint8Array(length - 12 - content.length));
    return out.u32(length).done();
  };
  const options = (out: Writer, list: readonly TestOption[]): void => {
    for (const [code, value] of list) {
      out.u16(code).u16(value.length).bytes(value);
      out.bytes(new Uint8Array((4 - (value.length % 4)) % 4));
    }
    if (list.length > 0) out.u32(0);
  };
  return {
    block,
    section: (list: readonly TestOption[] = []) =>
      block(0x0a0d0d0a, (out) => options(out.u32(0x1a2b3c4d).u16(1).u16(0).u32(0xffffffff).u32(0xffffffff), list)),
    interface: (linkType = 1, snapLen = 0, list: readonly TestOption[] = []) =>
      block(1, (out) => options(out.u16(linkType).u16(0).u32(snapLen), list)),
    enhanced: (id: number, ticks: bigint, data: Uint8Array, capLen = data.length, origLen = capLen) =>
      block(6, (out) => out.u32(id).ticks(ticks).u32(capLen).u32(origLen).bytes(data)),
    simple: (data: Uint8Array, origLen = data.length) => block(3, (out) => out.u32(origLen).bytes(data)),
    old: (id: number, ticks: bigint, data: Uint8Array) =>
      block(2, (out) => out.u16(id).u16(0).ticks(ticks).u32(data.length).u32(data.length).bytes(data)),
  };
}

type TestOption = readonly [code: number, value: Uint8Array];

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

class Writer {
  readonly #big: boolean;
  readonly #parts: Uint8Array[] = [];

  constructor(big: boolean) {
    this.#big = big;
  }
  u16(value: number): this {
    const part = Buffer.alloc(2);
    if (this.#big) part.writeUInt16BE(value);
    else part.writeUInt16LE(value);
    return this.bytes(part);
  }
  u32(value: number): this {
    const part = Buffer.alloc(4);
    if (this.#big) part.writeUInt32BE(value);
    else part.writeUInt32LE(value >>> 0);
    return this.bytes(part);
  }
  /** upper half first, as packet blocks have it in either byte order */
  ticks(value: bigint): this {
    return this.u32(Number(value >> 32n)).u32(Number(value & 0xffffffffn));
  }
  bytes(part: Uint8Array): this {
    this.#parts.push(part);
    return this;
  }
  done(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }
}
