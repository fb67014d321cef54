/** ManageSieve, RFC 5804 §1.7: the server opens with its capabilities; log-on by SASL, TLS after STARTTLS. */
import { fact } from '#fields/table.ts';
import { indexOfByte, startsWith, startsWithNoCase } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { parseLines } from '../../lines.ts';
import { continueSasl, startSasl } from '../../mail/sasl.ts';
import { opening } from '../../opening.ts';

const SERVER = fact('software.server');
const OPENS = '"IMPLEMENTATION" "';

export const sieve: Dissector = {
  ...opening('sieve', [6], [4190], [OPENS]),
  parse: (payload, facts) =>
    parseLines(payload, facts, ({ buf, fromSrc }, _facts, at, stop) => {
      if (!fromSrc) {
        const name = at + OPENS.length;
        const quote = startsWith(buf, at, stop, OPENS) ? indexOfByte(buf, name, stop, 0x22) : -1;
        if (quote > name && !facts.has(SERVER)) facts.text(SERVER, buf, name, quote);
      } else if (!continueSasl(payload, at, stop, facts) && startsWithNoCase(buf, at, stop, 'authenticate '))
        startSasl(payload, at + 13, stop, facts);
      return true;
    }),
};
