/**
 * Fibre Channel frame encapsulation, RFC 3643 §3: protocol 1 (FCIP, RFC 3821) or 2 (iFCP, RFC 4172), version 1, their
 * complements, twice.
 */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const FCIP = 0x0101fefe;
const IFCP = 0x0201fdfe;

export const fcip: Dissector = {
  app: 'fcip',
  over: [6],
  ports: [3225, 3420],
  firstBytes: [1, 2],
  probe({ buf, off, end }) {
    if (end - off < 8) return Verdict.No;
    const word = u32(buf, off);
    return (word === FCIP || word === IFCP) && u32(buf, off + 4) === word ? Verdict.Yes : Verdict.No;
  },
};
