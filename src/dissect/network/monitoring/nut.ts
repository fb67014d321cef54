/** Network UPS Tools, RFC 9271 §4: commands and answers a line each. */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const WORDS = [
  'LIST UPS',
  'LIST VAR ',
  'GET VAR ',
  'VER\n',
  'STARTTLS\n',
  'USERNAME ',
  'BEGIN LIST ',
  'ERR ',
  'NETVER\n',
  'PROTVER\n',
];

export const nut: Dissector = {
  app: 'nut',
  over: [6],
  ports: [3493],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    return WORDS.some((word) => startsWith(buf, off, end, word)) ? Verdict.Yes : Verdict.No;
  },
};
