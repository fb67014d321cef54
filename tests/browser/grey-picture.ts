/**
 * Small grey pictures of screenshots, to be compared with a tolerance: a cell is the mean lightness of a square of
 * pixels, so that other hinting of a font is no difference and a missing picture is one. PNG, W3C Recommendation, 3rd edition.
 */
import { deflateSync, inflateSync } from 'node:zlib';

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** 0 black … 255 white, row by row */
  readonly cells: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREY = 0;
const CHANNELS: Readonly<Record<number, number>> = { [GREY]: 1, 2: 3, 6: 4 };

/** Pixels of an 8-bit PNG without interlace (what Chromium and writePng make). */
function readPng(png: Buffer): { width: number; height: number; channels: number; pixels: Uint8Array } {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('this is no PNG');
  let width = 0;
  let height = 0;
  let channels = 0;
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') {
      width = body.readUInt32BE(0);
      height = body.readUInt32BE(4);
      channels = CHANNELS[body[9]!] ?? 0;
      if (body[8] !== 8 || channels === 0 || body[12] !== 0) throw new Error('a PNG of another kind');
    } else if (kind === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? pixels[at - channels]! : 0;
      const up = y > 0 ? pixels[at - stride]! : 0;
      const corner = x >= channels && y > 0 ? pixels[at - stride - channels]! : 0;
      pixels[at] = raw[y * (stride + 1) + 1 + x]! + predicted(filter, left, up, corner);
    }
  }
  return { width, height, channels, pixels };
}

/** §9.2: none, sub, up, average, Paeth */
function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}

/** Each `side` × `side` pixels of a screenshot are one cell. */
export function greyOf(png: Buffer, side: number): GreyPicture {
  const { width: across, height: down, channels, pixels } = readPng(png);
  const width = Math.floor(across / side);
  const height = Math.floor(down / side);
  const cells = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let y = row * side; y < (row + 1) * side; y++)
        for (let x = column * side; x < (column + 1) * side; x++) {
          const at = (y * across + x) * channels;
          // Rec. 709 luma
          sum +=
            channels < 3 ? pixels[at]! : 0.2126 * pixels[at]! + 0.7152 * pixels[at + 1]! + 0.0722 * pixels[at + 2]!;
        }
      cells[row * width + column] = Math.round(sum / (side * side));
    }
  return { width, height, cells };
}

/** A kept picture. */
export const readGrey = (png: Buffer): GreyPicture => greyOf(png, 1);

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const out = Buffer.alloc(8 + named.length);
  out.writeUInt32BE(body.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crcOf(named), 4 + named.length);
  return out;
}

/** CRC of ISO 3309, as PNG's annex D has it. */
function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

export function writePng({ width, height, cells }: GreyPicture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = GREY;
  const raw = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    // filter 1, sub: flat grounds become zeros
    raw[y * (width + 1)] = 1;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      raw[y * (width + 1) + 1 + x] = cells[at]! - (x > 0 ? cells[at - 1]! : 0);
    }
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export interface Difference {
  /** mean over all cells, 0 … 255 */
  readonly mean: number;
  /** of the patch that differs most, and where its corner is, in cells */
  readonly worst: number;
  readonly at: readonly [number, number];
}

/** Cells a patch is wide and high: about the size of a word. */
const PATCH = 8;

/** How unlike two pictures are; of different sizes all is different. */
export function differenceOf(a: GreyPicture, b: GreyPicture): Difference {
  if (a.width !== b.width || a.height !== b.height) return { mean: 255, worst: 255, at: [0, 0] };
  let sum = 0;
  let worst = 0;
  let at: readonly [number, number] = [0, 0];
  for (let top = 0; top < a.height; top += PATCH)
    for (let left = 0; left < a.width; left += PATCH) {
      let patch = 0;
      let count = 0;
      for (let y = top; y < Math.min(top + PATCH, a.height); y++)
        for (let x = left; x < Math.min(left + PATCH, a.width); x++) {
          patch += Math.abs(a.cells[y * a.width + x]! - b.cells[y * a.width + x]!);
          count++;
        }
      sum += patch;
      if (patch / count > worst) {
        worst = patch / count;
        at = [left, top];
      }
    }
  return { mean: sum / (a.width * a.height), worst, at };
}
