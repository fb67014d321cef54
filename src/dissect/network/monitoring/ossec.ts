/** OSSEC and Wazuh agents: "!001!" of the agent's id (over TCP behind a u32 little-endian length), then ":" or "#AES:". */
import { isDigit, startsWith, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ossec: Dissector = {
  app: 'ossec',
  over: [17, 6],
  ports: [1514],
  firstBytes: [0x21, 0x3a, 0x23, 0],
  probe({ buf, off, end, wireLength, proto }) {
    const at = proto === 6 ? off + 4 : off;
    if (end - at < 6 || buf[at] !== 0x21) return Verdict.No;
    if (proto === 6 && 4 + u32le(buf, off) > wireLength + 65536) return Verdict.No;
    let stop = at + 1;
    while (stop < end && stop - at < 10 && isDigit(buf[stop])) stop++;
    if (stop - at < 4 || buf[stop] !== 0x21) return Verdict.No;
    return buf[stop + 1] === 0x3a || startsWith(buf, stop + 1, end, '#AES:') ? Verdict.Yes : Verdict.No;
  },
};
