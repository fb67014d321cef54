/**
 * Blocks of a pcapng section as we write them: little-endian, one clock of ns since 1970 UTC. Lengths and padding as
 * https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/ has them.
 */

export interface OutInterface {
  readonly linkType: number;
  /** 0 = none */
  readonly snapLen: number;
  readonly name?: string;
  readonly description?: string;
  readonly filter?: string;
  readonly os?: string;
  readonly hardware?: string;
}

/** Counts that a sender told of an interface, each where told. */
export interface OutStatistics {
  readonly droppedByInterface?: number;
  readonly droppedBySystem?: number;
}

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const STATISTICS = 5;
const ENHANCED_PACKET = 6;
const ORDER_MAGIC = 0x1a2b3c4d;

const OPTION_END = 0;
const SHB_HARDWARE = 2;
const SHB_APPLICATION = 4;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_RESOLUTION = 9;
const IF_FILTER = 11;
const IF_OS = 12;
const IF_HARDWARE = 15;
const ISB_INTERFACE_DROPS = 5;
const ISB_SYSTEM_DROPS = 7;
const NANOSECONDS = 9;
const MAX_TEXT_BYTES = 1024;

/** Bytes of a packet's block beside the packet, without padding. */
const PACKET_OVERHEAD = 32;
const PACKET_DATA = 28;

const TWO_16 = 0x1_0000;
const TWO_32 = 0x1_0000_0000;
/** 2^64 ns */
const MAX_SECOND = 18_446_744_072;

const padded = (bytes: number): number => (bytes + 3) & ~3;

export const packetBlockBytes = (capLen: number): number => PACKET_OVERHEAD + padded(capLen);

export function sectionBlock(application: string, hardware?: string): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(ORDER_MAGIC, 0);
  body.writeUInt16LE(1, 4);
  body.writeBigInt64LE(-1n, 8);
  return block(SECTION, [body, text(SHB_HARDWARE, hardware), text(SHB_APPLICATION, application), END]);
}

export function interfaceBlock(one: OutInterface): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(one.linkType, 0);
  body.writeUInt32LE(one.snapLen >>> 0, 4);
  return block(INTERFACE, [
    body,
    text(IF_NAME, one.name),
    text(IF_DESCRIPTION, one.description),
    option(IF_RESOLUTION, Buffer.of(NANOSECONDS)),
    // Kind 0: a filter as libpcap reads it.
    one.filter === undefined ? NONE : option(IF_FILTER, Buffer.from(`\0${cut(one.filter)}`)),
    text(IF_OS, one.os),
    text(IF_HARDWARE, one.hardware),
    END,
  ]);
}

export function statisticsBlock(id: number, timeMs: number, counts: OutStatistics): Buffer {
  const body = Buffer.alloc(12);
  body.writeUInt32LE(id, 0);
  putTime(body, 4, Math.floor(timeMs / 1000), (timeMs % 1000) * 1e6);
  const count = (code: number, value: number | undefined): Buffer => {
    if (value === undefined) return NONE;
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(Math.max(0, Math.trunc(value))));
    return option(code, bytes);
  };
  return block(STATISTICS, [
    body,
    count(ISB_INTERFACE_DROPS, counts.droppedByInterface),
    count(ISB_SYSTEM_DROPS, counts.droppedBySystem),
    END,
  ]);
}

/**
 * Writes a packet's block at out[at), where packetBlockBytes(capLen) are free; its bytes are from[offset, + capLen). The time is
 * ns since epochSec; one that 64 bits of ns can't hold is cut to what they can.
 */
export function putPacket(
  out: Buffer,
  at: number,
  id: number,
  epochSec: number,
  time: number,
  from: Buffer,
  offset: number,
  capLen: number,
  origLen: number,
): void {
  const whole = padded(capLen);
  const length = PACKET_OVERHEAD + whole;
  put32(out, at, ENHANCED_PACKET);
  put32(out, at + 4, length);
  put32(out, at + 8, id);
  const seconds = Math.floor(time / 1e9);
  putTime(out, at + 12, epochSec + seconds, time - seconds * 1e9);
  put32(out, at + 20, capLen);
  put32(out, at + 24, origLen);
  from.copy(out, at + PACKET_DATA, offset, offset + capLen);
  const end = at + PACKET_DATA + whole;
  for (let pad = at + PACKET_DATA + capLen; pad < end; pad++) out[pad] = 0;
  put32(out, end, length);
}

/** sec · 10⁹ + ns as upper and lower 32 bits, with numbers that doubles hold exactly. */
function putTime(out: Buffer, at: number, sec: number, ns: number): void {
  const second = sec >= 0 ? Math.min(sec, MAX_SECOND) : 0; // NaN too
  const secHigh = Math.floor(second / TWO_16);
  const high = secHigh * 1e9; // · 2^16
  const rest = (second - secHigh * TWO_16) * 1e9 + (ns >= 0 && ns < 1e9 ? Math.floor(ns) : 0);
  const restHigh = Math.floor(rest / TWO_32);
  let hi = Math.floor(high / TWO_16) + restHigh;
  let lo = (high % TWO_16) * TWO_16 + (rest - restHigh * TWO_32);
  if (lo >= TWO_32) {
    lo -= TWO_32;
    hi++;
  }
  put32(out, at, hi);
  put32(out, at + 4, lo);
}

function put32(out: Buffer, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
  out[at + 2] = value >>> 16;
  out[at + 3] = value >>> 24;
}

const NONE = Buffer.alloc(0);
const END = option(OPTION_END, NONE);

function option(code: number, value: Buffer): Buffer {
  const out = Buffer.alloc(4 + padded(value.length));
  out.writeUInt16LE(code, 0);
  out.writeUInt16LE(value.length, 2);
  value.copy(out, 4);
  return out;
}

function text(code: number, value: string | undefined): Buffer {
  return value === undefined || value === '' ? NONE : option(code, Buffer.from(cut(value)));
}

/** UTF-8 within bounds, cut between letters. */
function cut(value: string): string {
  const bytes = Buffer.from(value);
  return bytes.length <= MAX_TEXT_BYTES
    ? value
    : bytes
        .subarray(0, MAX_TEXT_BYTES)
        .toString()
        .replace(/\uFFFD+$/u, '');
}

function block(type: number, parts: readonly Buffer[]): Buffer {
  const bodyBytes = parts.reduce((sum, part) => sum + part.length, 0);
  const length = 12 + bodyBytes;
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(length, 4);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(length, 0);
  return Buffer.concat([head, ...parts, tail]);
}
