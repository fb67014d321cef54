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
}

export function pcapBytes(packets: readonly TestPacket[], options: TestPcap = {}): Uint8Array {
  const { magic = 0xa1b2c3d4, big = false, minor = 4, snapLen = 65535, linkWord = 1 } = options;
  const out = new Writer(big);
  out.u32(magic).u16(2).u16(minor).u32(0).u32(0).u32(snapLen).u32(linkWord);
  for (const { sec = 0, fraction = 0, data, origLen = data.length } of packets) {
    out.u32(sec).u32(fraction).u32(data.length).u32(origLen);
    if (magic === 0xa1b2cd34) out.u32(0).u32(0);
    out.bytes(data);
  }
  return out.done();
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
    else part.writeUInt32LE(value);
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
    return joined(...this.#parts);
  }
}
