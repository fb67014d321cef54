/** LLC (IEEE 802.2), SNAP (RFC 1042), bridged Ethernet in SNAP (RFC 2684), Cisco's ISL, which looks like a frame with LLC. */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, Next, short } from '../verdict.ts';
import { TYPE_MIN } from './ethernet.ts';
import { takeVlan } from './tags.ts';

const LLC = layer('llc');
const SNAP = layer('snap');
const ISL = layer('isl');
const SAP_IP = 0x06;
const SAP_SNAP = 0xaa;
const UI = 0x03;
const SAP_OSI = 0xfe;
/** CLNP, ES-IS, IS-IS: the first byte tells them apart (ISO/IEC TR 9577); below 0x600 the number is ours */
const NLPID_FIRST = 0x81;
const NLPID_LAST = 0x83;
const TYPE_OSI = 0x0300;
/** its types below 0x600 are of the organisation: told apart from service access points, which end at 0xff */
const OUI_CISCO = 0x00000c;
const OUI_BRIDGED = 0x0080c2;
const OUI_APPLE = 0x080007;
const APPLETALK = 0x809b;
/** neighbours' protocols of other makers, OUI and type → a number of ours below 0x600: Nortel's SONMP, Extreme's EDP and EAPS, Foundry's FDP */
const OF_MAKERS: readonly (readonly [oui: number, type: number, ours: number])[] = [
  [0x000081, 0x01a2, 0x0390],
  [0x000081, 0x01a3, 0x0390],
  [0x00e02b, 0x00bb, 0x0391],
  [0x00e02b, 0x00bc, 0x0392],
  [0x00e052, 0x2000, 0x0393],
];
/** ISL: 26 bytes before the frame, of which 14 are where an Ethernet header has its own */
const ISL_LOW = 0x0c0000;

/** The number that stands for an OSI network layer's protocol; 0: of another family. */
export const osiType = (nlpid: number): number => (nlpid >= NLPID_FIRST && nlpid <= NLPID_LAST ? TYPE_OSI | nlpid : 0);

/** `padding`: bytes between SNAP and a bridged Ethernet frame. */
export function readLlc(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  padding: number,
): Check {
  if ((h.dstMacHigh === 0x0100 || h.dstMacHigh === 0x0300) && h.dstMacLow >>> 8 === ISL_LOW)
    return readIsl(h, buf, off, end, wireEnd);
  h.etherType = 0;
  h.stack = h.layers.push(h.stack, LLC);
  if (end - off < 3) return short(h, end, wireEnd, LLC);
  const sap = buf[off]!;
  h.etherType = sap;
  if (sap === SAP_IP && buf[off + 1] === SAP_IP && buf[off + 2] === UI)
    return announce(h, Next.Ip, off + 3, end, wireEnd);
  if (sap === SAP_OSI && end - off > 3 && buf[off + 2] === UI) {
    h.etherType = osiType(buf[off + 3]!) || sap;
    return Check.Ok;
  }
  if (sap !== SAP_SNAP || buf[off + 1] !== SAP_SNAP) return Check.Ok;
  if (end - off < 8) return short(h, end, wireEnd, LLC);
  return readSnap(h, buf, off + 3, end, wireEnd, padding);
}

/** OUI and protocol; five bytes are there. RFC 1042 (OUI 0) and bridge-tunnel (0000f8) carry an EtherType. */
export function readSnap(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  padding: number,
): Check {
  h.stack = h.layers.push(h.stack, SNAP);
  const oui = (buf[off]! << 16) | u16(buf, off + 1);
  const type = u16(buf, off + 3);
  if (oui === OUI_CISCO || (oui === OUI_APPLE && type === APPLETALK)) h.etherType = type;
  else if (oui !== 0) setMakers(h, oui, type);
  if (oui === OUI_BRIDGED && (type === 1 || type === 7))
    return announce(h, Next.Ethernet, off + 5 + padding, end, wireEnd);
  if ((oui !== 0 && oui !== 0xf8) || type < TYPE_MIN) return Check.Ok;
  return announce(h, Next.Type, off + 5, end, wireEnd, type);
}

function setMakers(h: Headers, oui: number, type: number): void {
  for (let n = 0; n < OF_MAKERS.length; n++)
    if (OF_MAKERS[n]![0] === oui && OF_MAKERS[n]![1] === type) h.etherType = OF_MAKERS[n]![2];
}

/** `off` is behind the length: SNAP, high bits of the source, VLAN, index, reserved. */
function readIsl(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, ISL);
  if (end - off < 12) return short(h, end, wireEnd, ISL);
  takeVlan(h, (u16(buf, off + 6) >> 1) & 0xfff);
  h.dstMacHigh = h.srcMacHigh = 0;
  h.srcMacLow = i32(buf, off - 6);
  h.dstMacLow = 0;
  return announce(h, Next.Ethernet, off + 12, end, wireEnd);
}
