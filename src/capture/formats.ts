/** The capture formats, told apart by their first bytes. Adding one is a file and a line in FORMATS. */
import { NCF, NCFX } from './commview.ts';
import { ERF } from './erf.ts';
import type { CaptureFormat, Look } from './format.ts';
import { IPTRACE } from './iptrace.ts';
import { looksLike } from './looks-like.ts';
import { NETMON } from './netmon.ts';
import type { EpochSec, Framer } from './packets.ts';
import { PCAP } from './pcap.ts';
import { PCAPNG } from './pcapng/pcapng.ts';
import { SNOOP } from './snoop.ts';

/** Those without a mark at their start come last. */
const FORMATS: readonly CaptureFormat[] = [PCAP, PCAPNG, NETMON, SNOOP, IPTRACE, NCF, NCFX, ERF];

/** openCapture needs this many bytes, or the whole file if it is shorter. */
export const HEAD_BYTES = 32;
/** With this many, or the whole file, it can also say what a file is that is no capture. */
export const LOOK_BYTES = 1024;

/** A framer, or what an AppError needs to say why there is none (with the path added). */
export type OpenedCapture =
  | { readonly ok: true; readonly framer: Framer }
  | {
      readonly ok: false;
      readonly code: 'CAPTURE_EMPTY' | 'CAPTURE_UNKNOWN_FORMAT' | 'CAPTURE_BAD_HEADER';
      readonly data: Readonly<Record<string, string | number>>;
    };

/**
 * Opens a capture by the first bytes of its file; a format may look at others. Times count from `epochSec`, by default
 * the first packet's second.
 */
export function openCapture(head: Uint8Array, epochSec?: EpochSec, look: Look = within(head)): OpenedCapture {
  if (head.length === 0) return { ok: false, code: 'CAPTURE_EMPTY', data: {} };
  const format = FORMATS.find((one) => one.is(head, look));
  if (format === undefined) return { ok: false, code: 'CAPTURE_UNKNOWN_FORMAT', data: looksLike(look(0, LOOK_BYTES)) };
  const framer = format.open(head, epochSec, look);
  if (typeof framer === 'string') return { ok: false, code: 'CAPTURE_BAD_HEADER', data: { offset: 0, reason: framer } };
  return { ok: true, framer };
}

/** True when the first bytes, of which LOOK_BYTES tell all, are those of a capture that can be read. */
export function isCapture(head: Uint8Array): boolean {
  return FORMATS.some((one) => one.is(head, within(head)));
}

const within =
  (head: Uint8Array): Look =>
  (offset, length) =>
    head.subarray(offset, offset + length);

/** True for a capture whose packets can be read as its bytes come. */
export function isReadInOrder(head: Uint8Array): boolean {
  return FORMATS.some((one) => one.needsEnd !== true && one.is(head, within(head)));
}

/** Goes on reading at byte `offset` of a file, with the state() of a framer that stood there. */
export function restoreCapture(state: string, offset: number, look: Look = () => new Uint8Array(0)): Framer {
  const parsed = JSON.parse(state) as { readonly kind: string };
  const format = FORMATS.find((one) => one.kind === parsed.kind);
  if (format === undefined) throw new Error(`bug: no format has framers of kind ${parsed.kind}`);
  return format.restore(parsed, offset, look);
}
