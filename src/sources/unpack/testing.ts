/** Builds archives for tests, byte by byte. */
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';

export interface ZipTestEntry {
  readonly name: string;
  readonly data: Uint8Array;
  /** 0 stored, 8 deflate (default) … `data` is taken as it is for others */
  readonly method?: number;
  readonly encrypted?: boolean;
  /** sizes and checksum stand behind the data */
  readonly behind?: boolean;
  readonly zip64?: boolean;
  /** tells another checksum */
  readonly crc?: number;
}

function fields(...list: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  const out = Buffer.alloc(list.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of list) {
    if (bytes === 2) out.writeUInt16LE(value, at);
    else if (bytes === 4) out.writeUInt32LE(value >>> 0, at);
    else out.writeBigUInt64LE(BigInt(value), at);
    at += bytes;
  }
  return out;
}

export function zipBytes(
  entries: readonly ZipTestEntry[],
  { prefix = 0, comment = '', directory = true } = {},
): Buffer {
  const parts: Buffer[] = [Buffer.alloc(prefix, 0x23)];
  const central: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { name, data, method = 8, encrypted = false, behind = false, zip64 = false } = entry;
    const packed = method === 8 ? deflateRawSync(data) : Buffer.from(data);
    const crc = entry.crc ?? crc32(data);
    const title = Buffer.from(name);
    const flags = (encrypted ? 1 : 0) | (behind ? 8 : 0) | 0x800;
    const extra = zip64 ? fields([2, 1], [2, 16], [8, data.length], [8, packed.length]) : Buffer.alloc(0);
    const sizes = zip64 ? [0xffffffff, 0xffffffff] : [packed.length, data.length];
    const [first, second] = behind ? [0, 0] : sizes;
    parts.push(
      fields(
        [4, 0x04034b50],
        [2, 45],
        [2, flags],
        [2, method],
        [4, 0],
        [4, behind ? 0 : crc],
        [4, first!],
        [4, second!],
      ),
      fields([2, title.length], [2, extra.length]),
      title,
      extra,
      packed,
    );
    const far = zip64 ? fields([2, 1], [2, 24], [8, data.length], [8, packed.length], [8, at]) : Buffer.alloc(0);
    central.push(
      fields(
        [4, 0x02014b50],
        [2, 45],
        [2, 45],
        [2, flags],
        [2, method],
        [4, 0],
        [4, crc],
        [4, sizes[0]!],
        [4, sizes[1]!],
      ),
      fields([2, title.length], [2, far.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, zip64 ? 0xffffffff : at]),
      title,
      far,
    );
    at += 30 + title.length + extra.length + packed.length;
    if (behind) {
      parts.push(fields([4, 0x08074b50], [4, crc], [4, packed.length], [4, data.length]));
      at += 16;
    }
  }
  if (!directory) return Buffer.concat(parts);
  const listed = Buffer.concat(central);
  const isFar = entries.some(({ zip64 }) => zip64);
  const n = entries.length;
  if (isFar) {
    parts.push(
      listed,
      fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, n], [8, n], [8, listed.length], [8, at]),
      fields([4, 0x07064b50], [4, 0], [8, at + listed.length], [4, 1]),
      fields([4, 0x06054b50], [2, 0xffff], [2, 0xffff], [2, 0xffff], [2, 0xffff], [4, 0xffffffff], [4, 0xffffffff]),
    );
  } else parts.push(listed, fields([4, 0x06054b50], [2, 0], [2, 0], [2, n], [2, n], [4, listed.length], [4, at]));
  parts.push(fields([2, comment.length]), Buffer.from(comment));
  return Buffer.concat(parts);
}

export interface TarTestEntry {
  readonly name: string;
  readonly data: Uint8Array;
  readonly type?: string;
}

export function tarBytes(entries: readonly TarTestEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const { name, data, type = '0' } of entries) {
    const head = Buffer.alloc(512);
    head.write(name, 0, 100);
    head.write('0000644\0', 100);
    head.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write(type, 156);
    head.write('ustar\x0000', 257);
    head.write('        ', 148);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    parts.push(head, Buffer.from(data), Buffer.alloc((512 - (data.length % 512)) % 512));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** Three packets of 60 bytes, in a pcap of 252 bytes. */
export const TINY = Buffer.concat([
  Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex'),
  ...[0, 1, 2].map((n) =>
    Buffer.concat([fields([4, 1_700_000_000 + n], [4, n], [4, 60], [4, 60]), Buffer.alloc(60, n)]),
  ),
]);

/** TINY, as the programs of these names compress it. */
export const COMPRESSED: Readonly<Record<string, Uint8Array>> = {
  gzip: gzipSync(TINY),
  zstd: zstdCompressSync(TINY),
  bzip2: hex(`425a6839314159265359f87b8d7e0000264b1ef600004c0800020020001000080004002000a0005451931a9a1b41b4444681a6a5f3
    69a698eb136d046859766abbbc1d459a81b3c3df88703c6c5dc914e14243e1ee35f8`),
  xz: hex(`fd377a585a000004e6d6b4460200210116000000742fe5a3e000fb002c5d006a30d1c87d8bf8099bad944b8af34ad098128f2a50a067
    0af2f419e658092798f82c9b48e089ec2e5ed7e50000ec1a2395ca9efc79000148fc01000000e5862615b1c467fb020000000004595a`),
  lz4: hex(`04224d186440a74600000084d4c3b2a102000400010050ffff0000010d0030f153650700133c04000f0200294001f153655400044c00
    1f010100285302f153650294000050001f0201002350020202020200000000f6f76894`),
};

/** TINY in the lz4 of the Linux kernel, and in a frame with linked blocks, its size and checksums of blocks. */
export const OTHER_LZ4: readonly Uint8Array[] = [
  hex(`02214c184600000084d4c3b2a102000400010050ffff0000010d0030f153650700133c04000f0200294001f153655400044c001f010100
    285302f153650294000050001f02010023500202020202`),
  hex(`04224d187c40fc00000000000000884600000084d4c3b2a102000400010050ffff0000010d0030f153650700133c04000f020029
    4001f153655400044c001f010100285302f153650294000050001f02010023500202020202f8c070a400000000f6f76894`),
];

/** TINY in what XZ Embedded does not take: xz with SHA-256, xz with x86 and delta before LZMA2, lzma alone, whose length is told or not. */
export const OTHER_XZ: readonly Uint8Array[] = [
  hex(`fd377a585a00000ae1fb0ca10200210116000000742fe5a3e000fb002c5d006a30d1c87d8bf8099bad944b8af34ad098128f2a50a067
    0af2f419e658092798f82c9b48e089ec2e5ed7e5000035e1824e8c14c3007c8469323fc4b965093bf4cee4d9b7cf25650cb170ab8c49
    000160fc01000000be01d9feb6e9df1c02000000000a595a`),
  hex(`fd377a585a000004e6d6b446030204000301032101160000cecd16afe000fb003d5d006a30d1c87eec43d9127d84c9e49007147316d8
    93dc7c5df98064790494a336484a5ddb4e56b26da3e6dbfaf689725d38d165d73afaf6eb074af34da86b00000000ec1a2395ca9efc79
    00015dfc01000000cd153d46b1c467fb020000000004595a`),
];
export const LZMA: readonly Uint8Array[] = [
  hex(`5d00008000ffffffffffffffff006a30d1c87d8bf8099bad944b8af34ad098128f2a50a0670af2f419e658092798f82c9b48e089ec2e
    a5d41977ffe4f52000`),
  hex(`5d00008000fc00000000000000006a30d1c87d8bf8099bad944b8af34ad098128f2a50a0670af2f419e658092798f82c9b48e089ec2e
    a5d41977ffe4f52000`),
];

function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));
}
