/** Ports of called programs: the portmapper's GETPORT (RFC 1833 §3.2) and the endpoint mapper of DCE/RPC (C706 appendix O). */
import { type Announcements, Hint } from './announcements.ts';
import { u16, u32 } from './bytes.ts';
import type { Payload } from './dissector.ts';

const PORTMAPPER = 100000;
const GETPORT = 3;
const TCP = 6;
const UDP = 17;
/** Programs that are NFS or help it, see nfs.ts. */
const NFS_PROGRAMS = [100003, 100005, 100011, 100021, 100024, 100227];
const MOST_TOWERS = 16;
const DCERPC_RESPONSE = 2;

/** Remembers which program a GETPORT call asks for, and announces the port in the answer. */
export function announcePortmap({ buf, off, end, proto }: Payload, announced: Announcements): void {
  const at = proto === TCP ? off + 4 : off;
  if (end - at < 28) return;
  const transaction = u32(buf, at) | 0;
  if (u32(buf, at + 4) === 0) {
    if (end - at < 56 || u32(buf, at + 12) !== PORTMAPPER || u32(buf, at + 20) !== GETPORT) return;
    const verifier = at + 32 + ((u32(buf, at + 28) + 3) & ~3);
    const call = verifier + 8;
    if (verifier < at || call + 16 > end || u32(buf, verifier + 4) !== 0) return;
    const transport = u32(buf, call + 8);
    if (transport === TCP || transport === UDP)
      announced.remember(transaction, (u32(buf, call) & 0xffffff) | (transport << 24));
  } else if (u32(buf, at + 4) === 1 && u32(buf, at + 8) === 0 && u32(buf, at + 20) === 0) {
    const program = announced.recall(transaction);
    const port = u32(buf, at + 24);
    if (program !== 0)
      announced.expect(program >>> 24, port, NFS_PROGRAMS.includes(program & 0xffffff) ? Hint.Nfs : Hint.Rpc);
  }
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
