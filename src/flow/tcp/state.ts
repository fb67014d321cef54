/**
 * State of each end of a TCP connection, and how the connection went in the words of Zeek's conn_state (docs.zeek.org,
 * base/protocols/conn). The states and what moves them are Zeek's: an end that closed after the other had closed stays closed
 * when it sends a reset, a flow joined half-way is partial at each end that was seen.
 */
import { ACK, FIN, RST, SYN } from '#wire/network/tcp-flags.ts';

export const TCP_STATES = [
  '',
  'S0',
  'S1',
  'SF',
  'REJ',
  'S2',
  'S3',
  'RSTO',
  'RSTR',
  'RSTOS0',
  'RSTRH',
  'SH',
  'SHR',
  'OTH',
] as const;
export type TcpState = (typeof TCP_STATES)[number];

export const End = { Inactive: 0, SynSent: 1, SynAckSent: 2, Partial: 3, Established: 4, Closed: 5, Reset: 6 } as const;

/** The state of the sender after a segment; `peer` is that of the other end. `bare`: without payload. */
export function nextState(own: number, peer: number, flags: number, isSrc: boolean, bare: boolean): number {
  let state = own;
  if (own === End.Inactive) {
    if ((flags & SYN) !== 0) {
      if (!isSrc) state = End.Established;
      else if ((flags & ACK) !== 0) state = End.SynAckSent;
      else state = peer === End.Established ? End.Established : End.SynSent; // its SYN-ACK was captured first
    }
    if ((flags & FIN) !== 0) state = End.Closed;
    if ((flags & RST) !== 0) state = End.Reset;
    if (state !== End.Inactive || (!isSrc && bare && peer === End.SynSent)) return state;
    return (flags & ACK) !== 0 && peer === End.Established ? End.Established : End.Partial;
  }
  if (own === End.Reset) return own;
  if (own === End.Closed) return (flags & RST) !== 0 && peer !== End.Closed ? End.Reset : own;
  if (own === End.Partial && peer === End.Inactive && (flags & (SYN | ACK)) === SYN) state = End.SynSent;
  if ((flags & RST) !== 0) return End.Reset;
  return (flags & FIN) !== 0 ? End.Closed : state;
}

/** Index into TCP_STATES of each pair of states, src's first; where more decides, of the usual case. */
const WORDS = Uint8Array.from({ length: 64 }, (_, n) => TCP_STATES.indexOf(wordOf(n >> 3, n & 7)));
const [REJ, OTH] = [TCP_STATES.indexOf('REJ'), TCP_STATES.indexOf('OTH')];

/** Both ends were reset, and src alone: what else is asked then. */
const bothReset = (src: number, dst: number): boolean => src === End.Reset && dst === End.Reset;
export const resetUnanswered = (src: number, dst: number): boolean =>
  src === End.Reset && (dst === End.Inactive || dst === End.Partial);

/**
 * Index into TCP_STATES. `empty`: neither end sent payload, asked where both were reset; `onlySyn`: src sent nothing but SYNs
 * before its reset, asked where nobody answered.
 */
export function tcpState(src: number, dst: number, empty: boolean, onlySyn: boolean): number {
  if (bothReset(src, dst) && empty) return REJ;
  if (resetUnanswered(src, dst) && !onlySyn) return OTH;
  return WORDS[(src << 3) | dst]!;
}

function wordOf(src: number, dst: number): TcpState {
  const srcInactive = src === End.Inactive || src === End.Partial;
  const dstInactive = dst === End.Inactive || dst === End.Partial;
  if (dst === End.Reset) {
    if (src === End.SynSent || src === End.SynAckSent) return 'REJ';
    return srcInactive ? 'RSTRH' : 'RSTR';
  }
  if (src === End.Reset) return dstInactive ? 'RSTOS0' : 'RSTO';
  if (src === End.Closed && dst === End.Closed) return 'SF';
  if (src === End.Closed) return dstInactive ? 'SH' : 'S2';
  if (dst === End.Closed) return srcInactive ? 'SHR' : 'S3';
  if (src === End.SynSent && dst === End.Inactive) return 'S0';
  return src === End.Established && dst === End.Established ? 'S1' : 'OTH';
}
