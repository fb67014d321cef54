/**
 * SCTP chunks, RFC 9260 §3.2 and §3.3.1: what applications say lies in DATA (0) and I-DATA (64, RFC 8260) chunks, each with the number of
 * its protocol, IANA "SCTP Payload Protocol Identifiers" (2024).
 */
import { u16, u32 } from '../bytes.ts';
import type { Payload } from '../dissector.ts';

const DATA = 0;
const I_DATA = 64;
const BEGINNING = 2; // flag B: the first piece of a message
const MOST_CHUNKS = 16;

/** Apps by payload protocol identifier. */
export const APP_OF_PPID: ReadonlyMap<number, string> = new Map([
  [1, 'iua'],
  [2, 'm2ua'],
  [3, 'm3ua'],
  [4, 'sua'],
  [5, 'm2pa'],
  [6, 'v5ua'],
  [7, 'megaco'],
  [8, 'tali'],
  [9, 'dua'],
  [10, 'asap'],
  [11, 'enrp'],
  [12, 'h323'],
  [13, 'q-ipc'],
  [18, 's1ap'],
  [19, 'rua'],
  [20, 'hnbap'],
  [21, 'forces'],
  [22, 'forces'],
  [23, 'forces'],
  [24, 'sbcap'],
  [25, 'nbap'],
  [27, 'x2ap'],
  [29, 'irap'],
  [31, 'sabp'],
  [43, 'm2ap'],
  [44, 'm3ap'],
  [46, 'diameter'],
  [47, 'diameter'],
  [50, 'webrtc-data'],
  [51, 'webrtc-data'],
  [53, 'webrtc-data'],
  [56, 'webrtc-data'],
  [57, 'webrtc-data'],
  [58, '3gpp-pua'],
  [59, '3gpp-pua'],
  [60, 'ngap'],
  [61, 'xnap'],
  [62, 'f1ap'],
  [64, 'e1ap'],
  [66, 'ngap'],
  [68, 'f1ap'],
]);

/** Moves the payload to the first message in it that begins there; its protocol's number, or -1 when there is none. */
export function enterSctp(payload: Payload): number {
  const { buf, end } = payload;
  let at = payload.off;
  for (let chunks = 0; chunks < MOST_CHUNKS && at + 4 <= end; chunks++) {
    const type = buf[at];
    const length = u16(buf, at + 2);
    if (length < 4) return -1;
    const header = type === DATA ? 16 : 20;
    if ((type === DATA || type === I_DATA) && (buf[at + 1] & BEGINNING) !== 0 && length > header) {
      if (at + header > end) return -1;
      payload.wireLength = length - header;
      payload.off = at + header;
      payload.end = Math.min(end, at + length);
      return type === DATA ? u32(buf, at + 12) : u32(buf, at + 16);
    }
    at += (length + 3) & ~3;
  }
  return -1;
}
