/** Telnet, RFC 854: IAC commands that negotiate options, alone or in a run; option 46 turns it to TLS (draft-altman-telnet-starttls). */
import { fact } from '#fields/table.ts';
import { indexOfText, startsWithNoCase } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { isHello, parseUntilTls, TLS_INSIDE } from '../web/tls-stream.ts';

const CLEAR = fact('credentials.clear');

const PORT = 23;
const IAC = 0xff;
const SB = 250;
const SE = 240;
const WILL = 251;
const DONT = 254;
const LAST_OPTION = 49; // IANA Telnet Options, without the extended list 255 and experiments

/** A server that negotiates nothing and asks who is there, as those of devices do. */
function asks(buf: Uint8Array, off: number, end: number): boolean {
  let stop = end;
  while (stop > off && buf[stop - 1] === 0x20) stop--;
  if (stop - off < 6 || buf[stop - 1] !== 0x3a) return false; // a colon
  if (startsWithNoCase(buf, stop - 6, end, 'login:')) return true;
  const word = stop - 9;
  return (
    word >= off && (startsWithNoCase(buf, word, end, 'username:') || startsWithNoCase(buf, word, end, 'password:'))
  );
}

/** A server that asks for a password gets it in clear. stateA: it was asked for. */
function readLogin(payload: Payload, facts: Facts): Progress {
  const { buf, off, end, fromSrc } = payload;
  if ((payload.stateB & TLS_INSIDE) !== 0 || isHello(buf, off, end)) return parseUntilTls(payload, facts);
  payload.off = end;
  if (!fromSrc) {
    if (indexOfText(buf, off, end, 'assword') >= 0) payload.stateA = 1;
    return Progress.Next;
  }
  if (payload.stateA === 0 || buf[off] === IAC) return Progress.Next;
  facts.flag(CLEAR, true);
  return Progress.Done;
}

export const telnet: Dissector = {
  app: 'telnet',
  over: [6],
  ports: [PORT, 2323, 992],
  firstBytes: [IAC],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 3) return end - off === 1 || buf[off + 1] >= SB ? Verdict.More : Verdict.No;
    let commands = 0;
    for (let at = off; at + 2 < end && buf[at] === IAC; ) {
      const command = buf[at + 1];
      if (command >= WILL && command <= DONT) {
        if (buf[at + 2] > LAST_OPTION && buf[at + 2] < 137) return Verdict.No;
        at += 3;
      } else if (command === SB) {
        let stop = at + 3;
        while (stop + 1 < end && !(buf[stop] === IAC && buf[stop + 1] === SE)) stop++;
        at = stop + 2;
      } else if (command >= SE && command < IAC)
        at += 2; // IAC IAC is data, RFC 854
      else return Verdict.No;
      commands++;
    }
    const own = sendPort === PORT || recvPort === PORT;
    return commands >= (own ? 1 : 2) ? Verdict.Yes : Verdict.No;
  },
  parse: readLogin,
};

/** Told by its first question alone; on its own port. */
export const telnetPrompt: Dissector = {
  app: 'telnet',
  over: [6],
  ports: [PORT],
  onOwnPortsOnly: true,
  probe: ({ buf, off, end, sendPort }) => (sendPort === PORT && asks(buf, off, end) ? Verdict.Yes : Verdict.No),
  parse: readLogin,
};
