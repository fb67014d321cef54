/** SSH, RFC 4253 §4.2: both sides begin with "SSH-2.0-software comments". */
import { fact } from '#fields/table.ts';
import { lineEnd, startsWith } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const CLIENT = fact('software.client');
const SERVER = fact('software.server');
const LONGEST_LINE = 255;

export const ssh: Dissector = {
  app: 'ssh',
  over: [6],
  ports: [22],
  firstBytes: [0x53],
  probe({ buf, off, end }) {
    if (end - off >= 6)
      return startsWith(buf, off, end, 'SSH-1.') || startsWith(buf, off, end, 'SSH-2.') ? Verdict.Yes : Verdict.No;
    return startsWith(buf, off, end, 'SSH-'.slice(0, Math.min(4, end - off))) ? Verdict.More : Verdict.No;
  },
  parse({ buf, off, end, fromSrc, wireLength }, facts) {
    if (startsWith(buf, off, end, 'SSH-')) {
      let from = off + 4;
      while (from < end && buf[from] !== 0x2d) from++; // behind the protocol version
      const stop = lineEnd(buf, off, Math.min(end, off + LONGEST_LINE));
      if (stop === end && wireLength === end - off && end - off < LONGEST_LINE) return Progress.More;
      if (from + 1 < stop) facts.text(fromSrc ? CLIENT : SERVER, buf, from + 1, stop);
    }
    return facts.has(CLIENT) && facts.has(SERVER) ? Progress.Done : Progress.Other;
  },
};
