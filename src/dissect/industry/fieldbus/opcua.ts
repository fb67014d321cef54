/** OPC UA TCP, OPC 10000-6 §7.1.2: HEL, ACK, ERR, RHE, OPN, MSG or CLO, chunk type, little-endian size. */
import { fact } from '#fields/table.ts';
import { indexOfText, startsWith, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Progress, Verdict } from '../../dissector.ts';

const HOST = fact('host');

export const opcua: Dissector = {
  app: 'opc-ua',
  over: [6],
  ports: [4840],
  firstBytes: [0x48, 0x41, 0x45, 0x52, 0x4f, 0x4d, 0x43],
  probe({ buf, off, end }) {
    if (end - off < 8)
      return startsWith(buf, off, end, 'HEL') || startsWith(buf, off, end, 'ACK') ? Verdict.More : Verdict.No;
    const hello =
      startsWith(buf, off, end, 'HELF') ||
      startsWith(buf, off, end, 'ACKF') ||
      startsWith(buf, off, end, 'ERRF') ||
      startsWith(buf, off, end, 'RHEF');
    const secure =
      startsWith(buf, off, end, 'OPNF') ||
      startsWith(buf, off, end, 'MSGF') ||
      startsWith(buf, off, end, 'MSGC') ||
      startsWith(buf, off, end, 'CLOF');
    const size = u32le(buf, off + 4);
    return (hello && size >= 16 && size <= 8192) || (secure && size >= 12 && size < 0x1000000)
      ? Verdict.Yes
      : Verdict.No;
  },
  /** HELLO ends in the endpoint URL. */
  parse({ buf, off, end }, facts) {
    const url = indexOfText(buf, off, end, 'opc.tcp://');
    if (buf[off] === 0x48 && url > 0) {
      let stop = url + 10;
      while (stop < end && buf[stop] !== 0x3a && buf[stop] !== 0x2f) stop++;
      facts.text(HOST, buf, url + 10, stop);
    }
    return Progress.Done;
  },
};
