/** How a TCP connection went, in the words of Zeek's conn_state (https://docs.zeek.org, base/protocols/conn). */
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

export interface Seen {
  /** SYN of the initiator */
  readonly syn: boolean;
  /** SYN of the responder (with ACK, or crossing) */
  readonly synAck: boolean;
  readonly srcFin: boolean;
  readonly dstFin: boolean;
  readonly srcRst: boolean;
  readonly dstRst: boolean;
}

/** Index into TCP_STATES. */
export function tcpState(seen: Seen): number {
  return TCP_STATES.indexOf(wordOf(seen));
}

function wordOf({ syn, synAck, srcFin, dstFin, srcRst, dstRst }: Seen): TcpState {
  if (!syn && !synAck) return 'OTH'; // began before the capture did
  if (syn && !synAck) {
    if (dstRst) return 'REJ';
    if (srcRst) return 'RSTOS0';
    return srcFin ? 'SH' : 'S0';
  }
  if (!syn) {
    if (dstRst) return 'RSTRH';
    return dstFin ? 'SHR' : 'OTH';
  }
  if (srcRst) return 'RSTO';
  if (dstRst) return 'RSTR';
  if (srcFin && dstFin) return 'SF';
  if (srcFin) return 'S2';
  return dstFin ? 'S3' : 'S1';
}
