/** Hazelcast: members open with HZC, clients with CP2, CB1 or CB2 (Open Binary Client Protocol 2.0 §3). */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const hazelcast: Dissector = {
  app: 'hazelcast',
  over: [6],
  ports: [5701],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0x43, 0x48],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 3) return Verdict.More;
    return startsWith(buf, off, end, 'CP2') ||
      startsWith(buf, off, end, 'HZC') ||
      startsWith(buf, off, end, 'CB1') ||
      startsWith(buf, off, end, 'CB2')
      ? Verdict.Yes
      : Verdict.No;
  },
};
