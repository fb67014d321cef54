/**
 * IEEE 802.11 frames. Data frames that are not encrypted go on with LLC; management, control and protected frames are
 * between their stations. A frame with several A-MSDU subframes is one packet, of the flow of its first.
 */
import { i32, u16, u16le } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, Next, short } from '../verdict.ts';

const WLAN = layer('wlan');

/** EtherTypes of our own, below all real ones (registry/ether-types.ts names them). */
const WLAN_MANAGEMENT = 0x0501;
const WLAN_CONTROL = 0x0502;
const WLAN_DATA = 0x0503;

const MANAGEMENT = 0;
const CONTROL = 1;
const DATA = 2;
const TO_DS = 1;
const FROM_DS = 2;
const MORE_FRAGMENTS = 4;
const PROTECTED = 0x40;
const ORDER = 0x80;
const QOS = 8; // bit of a data frame's subtype
const NULL = 4; // bit of a data frame's subtype: no data
const AMSDU_PRESENT = 0x80;
const MESH = 0x01; // bit of the second QoS byte

/** Control frames that name their sender, by subtype: beamforming, VHT NDP, wrapper is none, BAR, BA, PS-Poll, RTS, CF-End. */
const CONTROL_WITH_SENDER = (1 << 4) | (1 << 5) | (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 14) | (1 << 15);

/** How a frame is laid out: as the standard says, or … */
export const WifiForm = {
  Standard: 0,
  /** the two bytes of frame control and those of sequence control in the other order, as some access points put them in CAPWAP */
  Swapped: 1,
  /** zeros after the header to a multiple of four bytes, as some receivers' memory had it */
  Padded: 2,
} as const;

export function readWifi(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number, form: number): Check {
  const swapped = form === WifiForm.Swapped;
  h.stack = h.layers.push(h.stack, WLAN);
  h.etherType = WLAN_DATA;
  h.srcMacHigh = h.srcMacLow = h.dstMacHigh = h.dstMacLow = 0;
  if (end - off < 10) return short(h, end, wireEnd, WLAN);
  const control = buf[swapped ? off + 1 : off]!;
  const flags = buf[swapped ? off : off + 1]!;
  const type = (control >> 2) & 3;
  const subtype = control >> 4;
  if ((control & 3) !== 0 || type === 3) {
    h.etherType = WLAN_CONTROL; // S1G and extension frames have other layouts
    return Check.Ok;
  }
  takeReceiver(h, buf, off + 4);
  if (type === CONTROL) {
    h.etherType = WLAN_CONTROL;
    if ((CONTROL_WITH_SENDER & (1 << subtype)) === 0) return Check.Ok;
    if (end - off < 16) return short(h, end, wireEnd, WLAN);
    takeSender(h, buf, off + 10);
    return Check.Ok;
  }
  if (type === MANAGEMENT) h.etherType = WLAN_MANAGEMENT;
  if (end - off < 24) return short(h, end, wireEnd, WLAN);
  takeSender(h, buf, off + 10);
  if (type !== DATA) return Check.Ok;
  let at = off + 24;
  const ways = flags & (TO_DS | FROM_DS);
  if (ways === FROM_DS) takeSender(h, buf, off + 16);
  else if (ways !== 0) takeReceiver(h, buf, off + 16);
  if (ways === (TO_DS | FROM_DS)) {
    if (end - at < 6) return short(h, end, wireEnd, WLAN);
    takeSender(h, buf, at);
    at += 6;
  }
  let amsdu = false;
  if ((subtype & QOS) !== 0) {
    if (end - at < 2) return short(h, end, wireEnd, WLAN);
    amsdu = (buf[at]! & AMSDU_PRESENT) !== 0;
    const mesh = ways === (TO_DS | FROM_DS) && (buf[at + 1]! & MESH) !== 0;
    at += (flags & ORDER) === 0 ? 2 : 6; // HT control
    if (mesh && !amsdu && (flags & PROTECTED) === 0) {
      if (end - at < 6) return short(h, end, wireEnd, WLAN);
      at += 6 + 6 * (buf[at]! & 3); // mesh control, with addresses by its mode
    }
  }
  const sequence = swapped ? u16(buf, off + 22) : u16le(buf, off + 22);
  if (form === WifiForm.Padded) at = off + ((at - off + 3) & ~3);
  const fragment = (flags & MORE_FRAGMENTS) !== 0 || (sequence & 15) !== 0;
  if ((flags & PROTECTED) !== 0 || (subtype & NULL) !== 0 || (sequence & 15) !== 0) return Check.Ok;
  if (at >= wireEnd) return Check.Ok; // no body
  if (amsdu) return readSubframe(h, buf, at, end, wireEnd);
  if (fragment && wireEnd - at < 8) return Check.Ok;
  return announce(h, Next.Llc, at, end, wireEnd);
}

/** Receiver, sender, length, then LLC. */
function readSubframe(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 14) return short(h, end, wireEnd, WLAN);
  takeReceiver(h, buf, off);
  takeSender(h, buf, off + 6);
  const told = off + 14 + u16(buf, off + 12);
  const inner = told < wireEnd ? told : wireEnd;
  return announce(h, Next.Llc, off + 14, end < inner ? end : inner, inner);
}

function takeReceiver(h: Headers, buf: Uint8Array, off: number): void {
  h.dstMacHigh = u16(buf, off);
  h.dstMacLow = i32(buf, off + 2);
}

function takeSender(h: Headers, buf: Uint8Array, off: number): void {
  h.srcMacHigh = u16(buf, off);
  h.srcMacLow = i32(buf, off + 2);
}
