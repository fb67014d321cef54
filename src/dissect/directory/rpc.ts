/** ONC RPC 2, RFC 5531 §9 (call and reply), with record marking over TCP, §11. */

import { u32 } from '../bytes.ts';
import type { Dissector, Payload } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { announcePortmap } from '../media/announce-calls.ts';

const CALL_BYTES = 40; // with an empty credential and verifier
const PROCEDURE_BYTES = 24;
const LARGEST_CALL = 0x200000;
const MOST_CREDENTIAL = 400;
const FIRST_PROGRAM = 100000;
/** Kerberos administration (kadm5), which is older than the registry's range */
const KADM = 2112;
/** Flavours of RFC 5531 and its registry up to RPCSEC_GSS; those of kadm5's old GSS-API and of GlusterFS */
const LAST_FLAVOUR = 6;
const OTHER_FLAVOURS = [300001, 390039, 390040];
const FIRST_TRANSIENT = 0x40000000;

/** Where a call header begins in a datagram or stream, whole or cut by the snap length behind its procedure, or -1. */
export function rpcCall({ buf, off, end, wireLength, proto }: Payload): number {
  const at = proto === 6 ? off + 4 : off;
  const isCut = end - off < wireLength && end - at < CALL_BYTES;
  if (end - at < (isCut ? PROCEDURE_BYTES : CALL_BYTES) || (proto === 6 && (buf[off] & 0x80) === 0)) return -1;
  if (u32(buf, at + 4) !== 0 || u32(buf, at + 8) !== 2) return -1;
  const program = u32(buf, at + 12);
  const version = u32(buf, at + 16);
  if (
    (program < FIRST_PROGRAM && program !== KADM) ||
    program >= FIRST_TRANSIENT ||
    version === 0 ||
    version > 16 ||
    u32(buf, at + 20) > 255
  )
    return -1;
  const credential = u32(buf, at + 28);
  if (isCut) return at;
  const flavour = u32(buf, at + 24);
  if (flavour > LAST_FLAVOUR && !OTHER_FLAVOURS.includes(flavour)) return -1;
  return credential <= MOST_CREDENTIAL && (credential & 3) === 0 ? at : -1;
}

/** The head of a call over TCP in one fragment, of which the rest is yet to come. */
export function mayBecomeCall({ buf, off, end, proto }: Payload): boolean {
  if (proto !== 6 || end - off >= 4 + CALL_BYTES || buf[off] !== 0x80) return false;
  if (end - off >= 4 && u32(buf, off) - 0x80000000 > LARGEST_CALL) return false;
  if (end - off >= 12 && u32(buf, off + 8) !== 0) return false;
  return end - off < 16 || u32(buf, off + 12) === 2;
}

export const rpc: Dissector = {
  app: 'rpc',
  announces: announcePortmap,
  over: [17, 6],
  ports: [111],
  probe(payload) {
    if (rpcCall(payload) >= 0) return Verdict.Yes;
    if (mayBecomeCall(payload)) return Verdict.More;
    const { buf, off, end, sendPort, proto } = payload;
    if (sendPort !== 111 || proto === 6 || end - off < 24) return Verdict.No;
    // a reply: accepted, no verifier, success
    const accepted = u32(buf, off + 4) === 1 && u32(buf, off + 8) === 0 && u32(buf, off + 12) === 0;
    return accepted && u32(buf, off + 20) === 0 ? Verdict.Yes : Verdict.No;
  },
};
