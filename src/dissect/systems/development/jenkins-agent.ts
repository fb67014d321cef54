/** Agents of Jenkins (remoting): u16 length, Protocol:JNLP4-connect and the like. */
import { startsWith, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const jenkinsAgent: Dissector = {
  app: 'jenkins-agent',
  over: [6],
  ports: [50000],
  noGuess: true,
  firstBytes: [0],
  probe: ({ buf, off, end }) =>
    end - off >= 16 && u16(buf, off) <= 64 && startsWith(buf, off + 2, end, 'Protocol:JNLP') ? Verdict.Yes : Verdict.No,
};
