/** Ports of called programs: the portmapper's GETPORT (RFC 1833 §3.2) and the endpoint mapper of DCE/RPC (C706 appendix O). */
import { TCP, UDP } from '#registry/ip-protocols.ts';
import { type Announcements, Hint } from '../announcements.ts';
import { startsWith, u16, u32 } from '../bytes.ts';
import type { Payload } from '../dissector.ts';

const PORTMAPPER = 100000;
const GETPORT = 3;
/** Programs that are NFS or help it, see nfs.ts. */
const NFS_PROGRAMS = [100003, 100005, 100011, 100021, 100024, 100227];
const MOST_TOWERS = 16;
const DCERPC_RESPONSE = 2;

/** Remembers which program a GETPORT (version 2) or GETADDR (3 and 4) call asks for, and announces the port in the answer. */
export function announcePortmap({ buf, off, end, proto }: Payload, announced: Announcements): void {
  const at = proto === TCP ? off + 4 : off;
  if (end - at < 28) return;
  const transaction = u32(buf, at) | 0;
  if (u32(buf, at + 4) === 0) {
    if (end - at < 56 || u32(buf, at + 12) !== PORTMAPPER || u32(buf, at + 20) !== GETPORT) return;
    const verifier = at + 32 + ((u32(buf, at + 28) + 3) & ~3);
    const call = verifier + 8;
    if (verifier < at || call + 16 > end || u32(buf, verifier + 4) !== 0) return;
    const transport = u32(buf, at + 16) === 2 ? u32(buf, call + 8) : netid(buf, call + 8, end);
    if (transport === TCP || transport === UDP)
      announced.remember(transaction, (u32(buf, call) & 0xffffff) | (transport << 24));
  } else if (u32(buf, at + 4) === 1 && u32(buf, at + 8) === 0 && u32(buf, at + 20) === 0) {
    const program = announced.recall(transaction);
    const port = end - at === 28 ? u32(buf, at + 24) : universalPort(buf, at + 24, end);
    if (program !== 0)
      announced.expect(program >>> 24, port, NFS_PROGRAMS.includes(program & 0xffffff) ? Hint.Nfs : Hint.Rpc);
  }
}

/** Transport of a netid, RFC 5665 §5.1: "tcp", "tcp6", "udp", "udp6"; 0 = another. */
function netid(buf: Uint8Array, off: number, end: number): number {
  if (off + 4 > end) return 0;
  return startsWith(buf, off + 4, end, 'tcp') ? TCP : startsWith(buf, off + 4, end, 'udp') ? UDP : 0;
}

/** Port of a universal address, RFC 5665 §5.2.3: "10.0.0.1.8.1" ends with its two bytes; 0 = none. */
function universalPort(buf: Uint8Array, off: number, end: number): number {
  const bytes = end - off < 4 ? 0 : u32(buf, off);
  const stop = off + 4 + bytes;
  if (bytes < 5 || bytes > 64 || stop > end) return 0;
  const [low, high] = Buffer.from(buf.buffer, buf.byteOffset + off + 4, bytes)
    .toString('latin1')
    .split('.')
    .reverse();
  const port = Number(high) * 256 + Number(low);
  return port > 0 && port <= 0xffff ? port : 0;
}

/** Announces the TCP ports of the towers in an answer of the endpoint mapper: floors of 07 and a port of two bytes. */
export function announceEndpoints({ buf, off, end, sendPort }: Payload, announced: Announcements): void {
  if (sendPort !== 135 || end - off < 24 || buf[off] !== 5 || buf[off + 2] !== DCERPC_RESPONSE) return;
  let towers = 0;
  for (let at = off + 24; at + 12 <= end && towers < MOST_TOWERS; at++) {
    // length 1, protocol TCP, length 2, port, length 1, protocol IP (9), length 4
    if (buf[at] !== 1 || buf[at + 1] !== 0 || buf[at + 2] !== 7 || buf[at + 3] !== 2 || buf[at + 4] !== 0) continue;
    if (buf[at + 7] !== 1 || buf[at + 8] !== 0 || buf[at + 9] !== 9 || buf[at + 10] !== 4) continue;
    towers++;
    announced.expect(TCP, u16(buf, at + 5), Hint.Dcerpc);
  }
}

/** A TFTP request is answered from a new port, RFC 1350 §4: the client's stays. */
export function announceTftp({ sendPort, recvPort, proto }: Payload, announced: Announcements): void {
  if (recvPort === 69 && proto === UDP) announced.expect(UDP, sendPort, Hint.Tftp);
}
