/** SSDP of UPnP, UPnP Device Architecture 2.0 §1: HTTP-like datagrams. */
import { fact } from '#fields/table.ts';
import { headerValue, lineEnd, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const HOST = fact('host');
const CLIENT = fact('software.client');
const SERVER = fact('software.server');
const KINDS = fact('ssdp.type');
const LOCATION = fact('ssdp.location');
const LONGEST_KIND = 128;

const latin1 = (buf: Uint8Array, off: number, end: number): string =>
  Buffer.from(buf.buffer, buf.byteOffset + off, end - off).toString('latin1');

export const ssdp: Dissector = {
  app: 'ssdp',
  over: [17],
  ports: [1900],
  firstBytes: [0x4d, 0x4e, 0x48],
  probe({ buf, off, end }) {
    const is =
      startsWith(buf, off, end, 'M-SEARCH * HTTP/1.') ||
      startsWith(buf, off, end, 'NOTIFY * HTTP/1.') ||
      startsWith(buf, off, end, 'HTTP/1.1 200 OK');
    return is ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end, fromSrc }, facts) {
    const agent = headerValue(buf, off, end, 'user-agent:');
    const server = headerValue(buf, off, end, 'server:');
    const host = headerValue(buf, off, end, 'host:');
    if (host >= 0) facts.text(HOST, buf, host, lineEnd(buf, host, end));
    if (agent >= 0) facts.text(CLIENT, buf, agent, lineEnd(buf, agent, end));
    if (server >= 0) facts.text(fromSrc ? CLIENT : SERVER, buf, server, lineEnd(buf, server, end));
    const location = headerValue(buf, off, end, 'location:');
    if (location >= 0 && !facts.has(LOCATION)) facts.text(LOCATION, buf, location, lineEnd(buf, location, end));
    for (const name of ['st:', 'nt:']) {
      const kind = headerValue(buf, off, end, name);
      if (kind < 0) continue;
      const word = latin1(buf, kind, lineEnd(buf, kind, Math.min(end, kind + LONGEST_KIND))).trim();
      if (!word.includes(' ')) facts.list(KINDS, word);
    }
    return Progress.More;
  },
};
