/**
 * CommView of TamoSoft, NCF and NCFX, https://www.tamos.com/htmlhelp/commview/logformat.htm: no file header, a record a packet.
 * The date that every record begins with tells them. Times are those of a clock whose zone is not told: they are taken as UTC.
 */
import { u16le, u32le } from '#base/bytes.ts';
import type { CaptureFormat } from './format.ts';
import type { CaptureInfo, EpochSec } from './packets.ts';
import { type RecordFacts, RecordFramer } from './record-framer.ts';

/** LINKTYPE_ value by medium: Ethernet, 802.11, Token Ring */
const MEDIA = [1, 105, 6] as const;
const WIFI = 1;
const FLAG_COMPRESSED = 0x40;
const FLAG_RESERVED = 0x80;
const [FIRST_YEAR, LAST_YEAR] = [1990, 2099];

/** What the two versions differ in. */
interface Version {
  readonly name: string;
  readonly headerBytes: number;
  /** where year, month, day, hour, minute, second and µs begin */
  readonly dateAt: number;
}
const NCF_VERSION: Version = { name: 'CommView NCF', headerBytes: 24, dateAt: 5 };
const NCFX_VERSION: Version = { name: 'CommView NCFX', headerBytes: 20, dateAt: 4 };
const USEC = 7;
const NCF_FLAGS = 16;
const NCFX_MEDIUM = 15;
/** NCFX has a header of the radio before an 802.11 frame, which begins with its own length */
const NCFX_RADIO_BYTES = 20;

interface CommViewState {
  readonly kind: string;
  readonly epochSec?: EpochSec;
}

class CommViewFramer extends RecordFramer {
  readonly #state: CommViewState;
  readonly #version: Version;

  constructor(state: CommViewState, version: Version, position: number) {
    super(version.headerBytes, state.epochSec, position);
    this.#state = state;
    this.#version = version;
  }

  protected override measure(buf: Uint8Array, at: number, record: RecordFacts): void {
    const { headerBytes } = this.#version;
    if (!isDate(buf, at + this.#version.dateAt)) record.wrong = 'a record has no date';
    else if (this.#version === NCF_VERSION) {
      record.length = headerBytes + u16le(buf, at);
      if ((buf[at + NCF_FLAGS]! & FLAG_COMPRESSED) !== 0)
        record.wrong = "a packet is compressed, which can't be undone";
    } else {
      record.length = u32le(buf, at);
      if (record.length < headerBytes) record.wrong = `a record of ${record.length} bytes is too short for its header`;
    }
  }

  protected override take(buf: Uint8Array, at: number, record: RecordFacts): void {
    const { headerBytes, dateAt } = this.#version;
    const medium = this.#version === NCF_VERSION ? buf[at + NCF_FLAGS]! & 0x0f : buf[at + NCFX_MEDIUM]!;
    record.linkType = MEDIA[medium] ?? MEDIA[0];
    record.dataAt = headerBytes;
    if (this.#version === NCFX_VERSION && medium === WIFI && record.length >= headerBytes + NCFX_RADIO_BYTES)
      record.dataAt += Math.min(Math.max(u16le(buf, at + headerBytes), NCFX_RADIO_BYTES), record.length - headerBytes);
    record.capLen = record.origLen = record.length - record.dataAt;
    const date = at + dateAt;
    record.sec =
      Date.UTC(u16le(buf, date), buf[date + 2]! - 1, buf[date + 3]!, buf[date + 4]!, buf[date + 5]!, buf[date + 6]!) /
      1000;
    record.ns = u32le(buf, date + USEC) * 1000;
  }

  protected override header(): CommViewState {
    return this.#state;
  }

  protected override describe(linkTypes: readonly number[]): CaptureInfo {
    return { format: this.#version.name, linkTypes, snapLen: 0, notes: [] };
  }
}

function isDate(buf: Uint8Array, at: number): boolean {
  const year = u16le(buf, at);
  const [month, day, hours, minutes, seconds] = [buf[at + 2]!, buf[at + 3]!, buf[at + 4]!, buf[at + 5]!, buf[at + 6]!];
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31) return false;
  return hours < 24 && minutes < 60 && seconds <= 60 && u32le(buf, at + USEC) < 1e6;
}

function format(kind: string, version: Version, is: (head: Uint8Array) => boolean): CaptureFormat {
  const framer = (state: CommViewState, position: number): CommViewFramer =>
    new CommViewFramer(state, version, position);
  return {
    kind,
    is: (head) => head.length >= version.headerBytes && isDate(head, version.dateAt) && is(head),
    open: (_, epochSec) => framer({ kind, ...(epochSec === undefined ? {} : { epochSec }) }, 0),
    restore: (state, offset) => framer(state as CommViewState, offset),
  };
}

/** Version 0, a signal strength in per cent. */
export const NCF = format('ncf', NCF_VERSION, (head) => {
  const flags = head[NCF_FLAGS]!;
  return head[4] === 0 && (flags & FLAG_RESERVED) === 0 && (flags & 0x0f) < MEDIA.length && head[17]! <= 100;
});

/** Ethernet with its direction, or 802.11 and whether it was decrypted; two reserved bytes. */
export const NCFX = format('ncfx', NCFX_VERSION, (head) => {
  const [medium, decrypted, direction] = [head[NCFX_MEDIUM]!, head[16]!, head[17]!];
  if (u32le(head, 0) < NCFX_VERSION.headerBytes || head[18] !== 0 || head[19] !== 0) return false;
  return medium === WIFI ? decrypted <= 1 && direction === 0 : medium === 0 && direction <= 2;
});
