/**
 * n2n 2 and 3: version, time to live, flags with the kind of packet, community's name padded with zeros (n2n.h). n2n 1: version, kind, time
 * to live, from a supernode or not, name ended by a zero, hardware addresses, two socket addresses of 20 bytes with their families.
 */
import { u16 } from '../bytes.ts';
import type { Dissector, Payload } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const COMMUNITY_1 = 16;
const PUBLIC_1 = 32; // socket address: u8 family, u8 0, u16 port, 16 bytes
const PRIVATE_1 = 52;
const HEADER_1 = 72;

function isFamily(buf: Uint8Array, at: number): boolean {
  return (buf[at] === 2 || buf[at] === 10) && buf[at + 1] === 0;
}

function probeVersion1({ buf, off, end, wireLength }: Payload): Verdict {
  if (
    wireLength < HEADER_1 ||
    end - off < PRIVATE_1 + 2 ||
    buf[off + 1] === 0 ||
    buf[off + 1] > 5 ||
    buf[off + 2] > 16 ||
    buf[off + 3] > 1
  )
    return Verdict.No;
  if (!isFamily(buf, off + PUBLIC_1) || !isFamily(buf, off + PRIVATE_1)) return Verdict.No;
  let at = off + 4;
  while (at < off + 4 + COMMUNITY_1 && buf[at] > 0x20 && buf[at] < 0x7f) at++;
  return at > off + 4 && at < off + 4 + COMMUNITY_1 && buf[at] === 0 ? Verdict.Yes : Verdict.No;
}

export const n2n: Dissector = {
  app: 'n2n',
  over: [17],
  ports: [7654, 7777],
  noGuess: true,
  firstBytes: [1, 2, 3],
  probe(payload) {
    const { buf, off, end } = payload;
    if (buf[off] === 1) return probeVersion1(payload);
    const size = end - off;
    if (size < 24 || buf[off + 1] > 16 || buf[off + 1] === 0) return Verdict.No;
    const kind = u16(buf, off + 2) & 0x1f;
    const flags = u16(buf, off + 2) >> 5;
    const room = buf[off] === 2 ? 16 : 20;
    if (kind === 0 || kind > 12 || flags > 7 || off + 4 + room > end) return Verdict.No;
    let at = off + 4;
    while (at < off + 4 + room && buf[at] > 0x20 && buf[at] < 0x7f) at++;
    if (at < off + 7 || at === off + 4 + room) return Verdict.No; // a name of C ends with zero
    while (at < off + 4 + room) if (buf[at++] !== 0) return Verdict.No;
    return Verdict.Yes;
  },
};
