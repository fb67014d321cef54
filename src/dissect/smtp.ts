/** SMTP, RFC 5321: the server greets with 220, the client with EHLO or HELO; LMTP (RFC 2033) with LHLO. After STARTTLS (RFC 3207) it is smtps. */
import { fact } from '#fields/table.ts';
import { lineEnd } from './bytes.ts';
import type { Dissector, Payload } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';
import { argument, hasWord, nextLine, replyCode } from './greeting.ts';
import { parseStartTls } from './tls.ts';

const HOST = fact('host');
const SERVER = fact('software.server');
const PORTS = [25, 587, 465, 2525];
const MARK = 0x20;
const TLS_HANDSHAKE = 0x16; // behind the line that asks for it

function probe({ buf, off, end, sendPort, recvPort }: Payload): Verdict {
  const code = replyCode(buf, off, end);
  if (code !== 0) {
    const own = PORTS.includes(sendPort);
    if (code === 220) return hasWord(buf, off, end, 'SMTP') || (own && end - off > 10) ? Verdict.Yes : Verdict.No;
    return own && (code === 554 || code === 421 || code === 250 || code === 354) ? Verdict.Yes : Verdict.No;
  }
  if (argument(buf, off, end, 'EHLO') > 0 || argument(buf, off, end, 'HELO') > 0 || argument(buf, off, end, 'LHLO') > 0)
    return Verdict.Yes;
  if (hasWord(buf, off, Math.min(end, off + 11), 'MAIL FROM:')) return Verdict.Yes;
  return PORTS.includes(recvPort) && hasWord(buf, off, Math.min(end, off + 8), 'STARTTLS') ? Verdict.Yes : Verdict.No;
}

export const smtp: Dissector = {
  app: 'smtp',
  over: [6],
  ports: [25, 587],
  firstBytes: [0x32, 0x34, 0x35, 0x33, 0x45, 0x48, 0x4c, 0x4d, 0x53, 0x65, 0x68, 0x6c, 0x6d, 0x73],
  probe,
  parse(payload, facts) {
    const { buf, off, end, fromSrc, sendPort } = payload;
    const server = fromSrc ? PORTS.includes(sendPort) : true;
    for (let at = off; at >= 0 && at < end; at = nextLine(buf, at, end)) {
      if (buf[at] === TLS_HANDSHAKE) return parseStartTls(payload, at, facts);
      const stop = lineEnd(buf, at, end);
      if (server) {
        const code = replyCode(buf, at, end);
        if (code === 220 && !facts.has(SERVER)) {
          let name = at + 4;
          while (name < stop && buf[name] !== MARK) name++;
          if (!facts.has(HOST)) facts.text(HOST, buf, at + 4, name);
          if (stop > at + 4) facts.text(SERVER, buf, at + 4, stop);
        }
      } else if (hasWord(buf, at, Math.min(stop, at + 8), 'STARTTLS')) {
        facts.become('smtps');
      } else if (argument(buf, at, end, 'MAIL') > 0) return Progress.Done;
    }
    return Progress.More;
  },
};
