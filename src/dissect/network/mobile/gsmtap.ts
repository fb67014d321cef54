/** GSMTAP (Osmocom libosmocore gsmtap.h): version 2, header of 4 words, type, timeslot, channel. */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const gsmtap: Dissector = {
  app: 'gsmtap',
  over: [17],
  ports: [4729],
  onOwnPortsOnly: true,
  firstBytes: [1, 2, 3],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 16 &&
      buf[off] === 2 &&
      buf[off + 1] === 4 &&
      buf[off + 2] >= 1 &&
      buf[off + 2] <= 32 &&
      buf[off + 3] <= 8
      ? Verdict.Yes
      : Verdict.No;
  },
};
