/**
 * After how much silence a flow is over, in ns of the capture's clock. A later packet of the same 5-tuple starts another
 * flow. The defaults are ours: above the 2 min that RFC 4787 REQ-5 asks of NATs for UDP, and short of RFC 5382's 2 h 4 min
 * for TCP, so that memory is given back.
 */
export interface Timeouts {
  /** TCP that is open or was joined half-way */
  readonly tcpOpen: number;
  /** TCP that was only asked for */
  readonly tcpAttempt: number;
  /** TCP after RST, or FIN of both sides */
  readonly tcpClosed: number;
  readonly udp: number;
  /** any other protocol, and frames without IP */
  readonly other: number;
}

const SECOND = 1e9;

export const DEFAULT_TIMEOUTS: Timeouts = {
  tcpOpen: 900 * SECOND,
  tcpAttempt: 120 * SECOND,
  tcpClosed: 60 * SECOND,
  udp: 180 * SECOND,
  other: 180 * SECOND,
};
