/** Cisco HDLC, Frame Relay (RFC 2427, and Cisco's encapsulation), SLIP as BSD captures it. */
import { u16 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, Next, short } from '../verdict.ts';
import { osiType, readSnap } from './llc.ts';

const CHDLC = layer('chdlc');
const FRELAY = layer('fr');
const SLIP = layer('slip');
const UI = 0x03;
/** of Cisco HDLC */
const OSI = 0xfefe;

/** Address, control, EtherType; or PPP, which begins with its own address. */
export function readChdlc(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off >= 2 && buf[off] === 0xff && buf[off + 1] === UI) return announce(h, Next.Ppp, off, end, wireEnd);
  h.stack = h.layers.push(h.stack, CHDLC);
  if (end - off < 4) return short(h, end, wireEnd, CHDLC);
  const type = u16(buf, off + 2);
  if (type === OSI) {
    // often behind a byte of padding, as tcpdump has it
    h.etherType = (end - off > 5 ? osiType(buf[off + 5]!) : 0) || (end - off > 4 ? osiType(buf[off + 4]!) : 0);
    return Check.Ok;
  }
  if (type < 0x600) {
    h.etherType = 0;
    return Check.Ok;
  }
  if (type === 0x2000 || type === 0x8035) {
    h.etherType = type; // CDP, SLARP
    return Check.Ok;
  }
  return announce(h, Next.Type, off + 4, end, wireEnd, type);
}

/** Q.922 address of two to four bytes, control, perhaps a zero, then the NLPID. */
export function readFrameRelay(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, FRELAY);
  let at = off;
  for (let n = 0; ; n++) {
    if (end - at < 1) return short(h, end, wireEnd, FRELAY);
    if ((buf[at++]! & 1) === 1 || n === 3) break;
  }
  if (end - at < 2) return short(h, end, wireEnd, FRELAY);
  if (buf[at] !== UI) {
    const type = u16(buf, at); // Cisco's encapsulation
    return type >= 0x600 ? announce(h, Next.Type, at + 2, end, wireEnd, type) : Check.Ok;
  }
  at += 1;
  if (buf[at] === 0) at += 1;
  if (end - at < 1) return short(h, end, wireEnd, FRELAY);
  const nlpid = buf[at]!;
  at += 1;
  switch (nlpid) {
    case 0xcc:
      return announce(h, Next.Type, at, end, wireEnd, 0x0800);
    case 0x8e:
      return announce(h, Next.Type, at, end, wireEnd, 0x86dd);
    case 0xcf:
      return announce(h, Next.Ppp, at, end, wireEnd);
    case 0x80:
      return end - at < 5 ? short(h, end, wireEnd, FRELAY) : readSnap(h, buf, at, end, wireEnd, 0);
    default:
      h.etherType = osiType(nlpid) || nlpid;
      return Check.Ok;
  }
}

const MFR_BEGIN = 0x80;
const MFR_CONTROL = 0xe0;

/** Frame Relay over several links (FRF.16): begin, end and control bits with a number; the first part of a frame has its headers. */
export function readMultilinkFrameRelay(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 2) {
    h.stack = h.layers.push(h.stack, FRELAY);
    return short(h, end, wireEnd, FRELAY);
  }
  const bits = buf[off]! & MFR_CONTROL;
  if ((bits & MFR_BEGIN) !== 0 && bits !== MFR_CONTROL) return announce(h, Next.FrameRelay, off + 2, end, wireEnd);
  h.stack = h.layers.push(h.stack, FRELAY);
  return Check.Unsupported;
}

/** Direction and the compressed header, 16 bytes; then IP. */
export function readSlip(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, SLIP);
  if (end - off < 17) return short(h, end, wireEnd, SLIP);
  const half = buf[off + 16]! >> 4;
  return half === 4 || half === 6 ? announce(h, Next.Ip, off + 16, end, wireEnd) : Check.Ok;
}
