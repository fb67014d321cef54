/** Link types (https://www.tcpdump.org/linktypes.html) → their first header. One line each; what is not here is unsupported. */
import { u32le } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { readTzsp } from '../tunnel/access-tunnels.ts';
import { readMpls } from '../tunnel/mpls.ts';
import { announce, fault, Next, short } from '../verdict.ts';
import { readAlp, readAx25, readAx25Kiss, readEpon, readGfp } from './access-links.ts';
import { readExported, readRedback, readSymantec, readVpp } from './appliances.ts';
import { readNull, readSll, readSll2 } from './cooked.ts';
import { readEthernet } from './ethernet.ts';
import { readChdlc, readFrameRelay, readMultilinkFrameRelay, readSlip } from './hdlc.ts';
import { readJuniper, readJuniperCookie, readJuniperType } from './juniper.ts';
import {
  readArcnet,
  readAtm,
  readFc2,
  readFddi,
  readFibreChannel,
  readIeee1394,
  readInfiniband,
  readIpoib,
  readSunAtm,
  readTokenRing,
} from './lan.ts';
import { readPpp, readPppoe, readPppWithDirection } from './ppp.ts';
import { readAvs, readPpi, readPrism, readRadiotap } from './radio.ts';
import {
  readDocsis,
  readDsa,
  readEnc,
  readErf,
  readIpnet,
  readNetAnalyzer,
  readNflog,
  readPflog,
  readPreamble,
} from './taps.ts';
import { readWifi, WifiForm } from './wifi.ts';

const RAW = layer('raw');
const CHDLC = layer('chdlc');
const FRELAY = layer('fr');
const PKTAP = layer('pktap');
const DSA = layer('dsa');
const PREAMBLE_BYTES = 8;

export function readLink(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  linkType: number,
): Check {
  switch (linkType) {
    case 0:
    case 108:
      return readNull(h, buf, off, end, wireEnd);
    case 1:
      return readEthernet(h, buf, off, end, wireEnd);
    case 3:
      return readAx25(h, buf, off, end, wireEnd);
    case 6:
      return readTokenRing(h, buf, off, end, wireEnd);
    case 7:
      return readArcnet(h, buf, off, end, wireEnd, false);
    case 8:
      return readSlip(h, buf, off, end, wireEnd);
    case 9:
      // Cisco HDLC was captured under this number, too: its first two bytes are no PPP protocol.
      return end - off >= 2 && (buf[off]! & 0x7f) === 0x0f && buf[off + 1] === 0
        ? readChdlc(h, buf, off, end, wireEnd)
        : readPpp(h, buf, off, end, wireEnd);
    case 10:
      return readFddi(h, buf, off, end, wireEnd);
    case 12:
    case 14:
    case 101:
      return readRaw(h, buf, off, end, wireEnd);
    case 32:
      return readRedback(h, buf, off, end, wireEnd);
    case 50:
    case 104:
    case 112:
      return readChdlc(h, buf, off, end, wireEnd);
    case 51:
      return readPppoe(h, buf, off, end, wireEnd);
    case 99:
      return readSymantec(h, buf, off, end, wireEnd);
    case 100:
    case 106:
      return readAtm(h, buf, off, end, wireEnd);
    case 105:
      return readWifi(h, buf, off, end, wireEnd, WifiForm.Standard);
    case 107:
      return readFrameRelay(h, buf, off, end, wireEnd);
    case 109:
      return readEnc(h, buf, off, end, wireEnd);
    case 113:
      return readSll(h, buf, off, end, wireEnd);
    case 117:
      return readPflog(h, buf, off, end, wireEnd);
    case 119:
      return readPrism(h, buf, off, end, wireEnd);
    case 122:
      return readFibreChannel(h, buf, off, end, wireEnd);
    case 123:
      return readSunAtm(h, buf, off, end, wireEnd);
    case 127:
      return readRadiotap(h, buf, off, end, wireEnd);
    case 128:
      return h.follow === 0 ? Check.Ok : readTzsp(h, buf, off, end, wireEnd);
    case 129:
      return readArcnet(h, buf, off, end, wireEnd, true);
    case 130:
    case 131:
    case 132:
    case 133:
    case 134:
    case 135:
    case 136:
    case 137:
    case 164:
    case 174:
    case 183:
    case 194:
    case 200:
    case 232:
    case 233:
    case 238:
      return readJuniperCookie(h, buf, off, end, wireEnd);
    case 138:
      return readIeee1394(h, buf, off, end, wireEnd);
    case 143:
      return readDocsis(h, buf, off, end, wireEnd);
    case 149:
      return isPktap(buf, off, end) ? readPktap(h, buf, off, end, wireEnd) : Check.Unsupported;
    case 163:
      return readAvs(h, buf, off, end, wireEnd);
    case 166:
    case 204:
      return readPppWithDirection(h, buf, off, end, wireEnd);
    case 168:
      return readJuniperType(h, buf, off, end, wireEnd);
    case 171:
      return readGfp(h, buf, off, end, wireEnd);
    case 167:
    case 178:
      return readJuniper(h, buf, off, end, wireEnd, Next.Ethernet, 0);
    case 179:
      return readJuniper(h, buf, off, end, wireEnd, Next.Ppp, 0);
    case 180:
      return readJuniper(h, buf, off, end, wireEnd, Next.FrameRelay, 0);
    case 181:
      return readJuniper(h, buf, off, end, wireEnd, Next.Link, 104);
    case 182:
      return readMultilinkFrameRelay(h, buf, off, end, wireEnd);
    case 192:
      return readPpi(h, buf, off, end, wireEnd);
    case 175:
    case 176:
    case 197:
      return readErf(h, buf, off, end, wireEnd);
    case 202:
      return readAx25Kiss(h, buf, off, end, wireEnd);
    case 205:
      return end <= off ? short(h, end, wireEnd, CHDLC) : announce(h, Next.Link, off + 1, end, wireEnd, 104);
    case 206:
      return end <= off ? short(h, end, wireEnd, FRELAY) : announce(h, Next.FrameRelay, off + 1, end, wireEnd);
    case 219:
      return readMpls(h, buf, off, end, wireEnd);
    case 224:
      return readFc2(h, buf, off, end, wireEnd, 0);
    case 225:
      return readFc2(h, buf, off, end, wireEnd, 4);
    case 226:
      return readIpnet(h, buf, off, end, wireEnd);
    case 228:
      h.stack = h.layers.push(h.stack, RAW);
      return announce(h, Next.Type, off, end, wireEnd, 0x0800);
    case 229:
      h.stack = h.layers.push(h.stack, RAW);
      return announce(h, Next.Type, off, end, wireEnd, 0x86dd);
    case 239:
      return readNflog(h, buf, off, end, wireEnd);
    case 240:
      return readNetAnalyzer(h, off, end, wireEnd, 0);
    case 241:
      return readNetAnalyzer(h, off, end, wireEnd, PREAMBLE_BYTES);
    case 242:
      return readIpoib(h, buf, off, end, wireEnd);
    case 247:
      return readInfiniband(h, buf, off, end, wireEnd);
    case 252:
      return readExported(h, buf, off, end, wireEnd);
    case 258:
      return readPktap(h, buf, off, end, wireEnd);
    case 259:
      return readEpon(h, buf, off, end, wireEnd);
    case 274:
      return readPreamble(h, buf, off, end, wireEnd);
    case 276:
      return readSll2(h, buf, off, end, wireEnd);
    case 280:
      return readVpp(h, buf, off, end, wireEnd);
    case 281:
      return readDsa(h, buf, off, end, wireEnd, 4, false);
    case 282:
      return end - off < 4 ? short(h, end, wireEnd, DSA) : announce(h, Next.Ethernet, off + 4, end, wireEnd);
    case 284:
      return readDsa(h, buf, off, end, wireEnd, 4, true);
    case 285:
      return readDsa(h, buf, off, end, wireEnd, 8, true);
    case 289:
      return readAlp(h, buf, off, end, wireEnd);
    default:
      return Check.Unsupported;
  }
}

function readRaw(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, RAW);
  if (off >= end) return short(h, end, wireEnd, RAW);
  const half = buf[off]! >> 4;
  if (half !== 4 && half !== 6) return fault(h, RAW, Why.Version);
  return announce(h, Next.Ip, off, end, wireEnd);
}

const PKTAP_LEAST_BYTES = 108;
const PKTAP_MOST_BYTES = 512;
const PKTAP_PACKET = 1;

/** macOS writes PKTAP under USER2's number, too: a length that its header can have, a packet, a link type. */
function isPktap(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < PKTAP_LEAST_BYTES) return false;
  const length = u32le(buf, off);
  const isLength = length >= PKTAP_LEAST_BYTES && length <= PKTAP_MOST_BYTES;
  return isLength && u32le(buf, off + 4) === PKTAP_PACKET && u32le(buf, off + 8) < 512;
}

/** Apple's: length of the header, kind of record, link type of the packet. */
function readPktap(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, PKTAP);
  if (end - off < 12) return short(h, end, wireEnd, PKTAP);
  const length = u32le(buf, off);
  if (length < 12) return fault(h, PKTAP, Why.HeaderLength);
  if (length > wireEnd - off) return fault(h, PKTAP, Why.TooLong);
  if (length > end - off) return short(h, end, wireEnd, PKTAP);
  const linkType = u32le(buf, off + 8);
  if (linkType === 258) return fault(h, PKTAP, Why.Nesting);
  return announce(h, Next.Link, off + length, end, wireEnd, linkType > 0xffff ? 0xffff : linkType | 0);
}
