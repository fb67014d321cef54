/** The verdict on one packet, and on one header. Every packet of a capture ends in exactly one account. */
export const Check = { Ok: 0, Truncated: 1, Malformed: 2, Unsupported: 3 } as const;
export type Check = (typeof Check)[keyof typeof Check];

/** Packets by verdict; the sum is the number of packets in the capture. Malformed goes before truncated. */
export interface Accounts {
  decoded: number;
  /** well so far, but cut by snapLen (capLen < origLen) */
  truncated: number;
  /** break their own specification */
  malformed: number;
  /** well, but of a link type that we do not read */
  unsupported: number;
}
