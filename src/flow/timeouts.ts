/**
 * After how much silence a flow is over, in ns of the capture's clock. A later packet of the same 5-tuple starts another
 * flow. The defaults follow NAT practice (RFC 4787 REQ-5: at least 2 min for UDP) and Zeek's closing delays.
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
