/** Git protocol, gitprotocol-pack: four hex digits of length, "git-upload-pack" or "git-receive-pack", path, "host=". */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const HOST = fact('host');

export const git: Dissector = {
  app: 'git',
  over: [6],
  ports: [9418],
  firstBytes: [0x30],
  probe({ buf, off, end }) {
    if (end - off < 20)
      return buf[off] === 0x30 && (end - off < 5 || buf[off + 4] === 0x67) ? Verdict.More : Verdict.No;
    return startsWith(buf, off + 4, end, 'git-upload-') || startsWith(buf, off + 4, end, 'git-receive-')
      ? Verdict.Yes
      : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    const host = indexOfText(buf, off, end, '\0host=');
    const stop = host < 0 ? -1 : indexOfByte(buf, host + 1, end, 0);
    if (stop > 0) facts.text(HOST, buf, host + 6, stop);
    return Progress.Done;
  },
};
