/**
 * eDonkey and eMule, as Wireshark's packet-edonkey has them: over TCP E3, C5 or D4, little-endian length, opcode. Over UDP Kademlia, E4 and opcode
 * (eMule's opcodes.h), where lists of contacts of 25 bytes fill the datagram, and servers' questions, which are told on their ports only.
 */
import { u16le, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const KAD = 0xe4;
const ID_BYTES = 16;
const CONTACT_BYTES = 25;

function isKad(buf: Uint8Array, off: number, end: number, own: boolean): boolean {
  const size = end - off;
  switch (buf[off + 1]) {
    case 0x01: // bootstrap
    case 0x60: // ping
      return own && size === 2;
    case 0x09: // who is known: own id, port, version, u16 number of contacts
      return size >= 23 && size === 23 + CONTACT_BYTES * u16le(buf, off + 21);
    case 0x11: // hello and its answer: id, port, version, number of tags
    case 0x19:
      return size >= 22 && buf[off + 20] >= 1 && buf[off + 20] <= 0x0b && buf[off + 21] <= 4 && (own || size > 22);
    case 0x21: // search: how many, target, receiver
      return size === 3 + 2 * ID_BYTES && [2, 4, 0x0b].includes(buf[off + 2]);
    case 0x29: // who is near: target, number of contacts
      return size >= 19 && size === 19 + CONTACT_BYTES * buf[off + 18];
    default:
      return false;
  }
}

/** Status, search and description of servers, and their answers: opcodes that come in datagrams of a size. */
function isServerQuestion(buf: Uint8Array, off: number, end: number): boolean {
  const size = end - off;
  switch (buf[off + 1]) {
    case 0x96:
    case 0xa2:
      return size === 6;
    case 0x97:
      return size >= 14 && size <= 46;
    case 0x9a:
    case 0x94:
      return size >= 18 && (size - 2) % ID_BYTES <= 4;
    default:
      return false;
  }
}

const isOwn = (port: number): boolean => port >= 4661 && port <= 4672;

export const edonkey: Dissector = {
  app: 'edonkey',
  over: [6, 17],
  ports: [4661, 4662, 4665, 4672],
  firstBytes: [0xe3, 0xc5, KAD],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (proto === 17) {
      if (end - off < 2 || end - off !== wireLength) return Verdict.No;
      const own = isOwn(sendPort) || isOwn(recvPort);
      if (buf[off] === KAD) return isKad(buf, off, end, own) ? Verdict.Yes : Verdict.No;
      return own && buf[off] === 0xe3 && isServerQuestion(buf, off, end) ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] === KAD) return Verdict.No;
    if (end - off < 6) return Verdict.More;
    const length = u32le(buf, off + 1);
    const code = buf[off + 5];
    if (length < 2 || length > 0x10000) return Verdict.No;
    if (buf[off] === 0xe3 && code === 1 && end - off >= 23) {
      // hello: of a peer it begins with the size of the user hash, 16
      const hash = buf[off + 6] === 16 || length === end - off - 5;
      return hash && length >= 0x1a ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] === 0xe3)
      return code === 0x4c && length >= 0x1a && length === end - off - 5 ? Verdict.Yes : Verdict.No;
    return buf[off] === 0xc5 &&
      (code === 1 || code === 2) &&
      length === end - off - 5 &&
      end - off > 7 &&
      buf[off + 6] < 0x80
      ? Verdict.Yes
      : Verdict.No;
  },
};
