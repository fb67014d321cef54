/** Records of the Extensible Record Format (Endace EDM11-01, "ERF types reference guide"). */

/** By record type: LINKTYPE_ value of what is in it, and bytes before that. Ethernet, HDLC, the latter of many channels, IP. */
export const ERF_CONTENTS: Readonly<Record<number, readonly [linkType: number, before: number]>> = {
  1: [104, 0],
  2: [1, 2],
  5: [104, 4],
  10: [104, 0],
  11: [1, 2],
  15: [104, 0],
  16: [1, 2],
  17: [104, 4],
  19: [104, 0],
  20: [1, 2],
  22: [228, 0],
  23: [229, 0],
};
