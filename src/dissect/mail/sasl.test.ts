/** Who logs on by SASL in mail, and that what proves him is kept nowhere. */
import { expect, test } from 'vitest';
import { ascii, hear } from '../testing.ts';

const src = (text: string) => ({ bytes: ascii(text) });
const dst = (text: string) => ({ bytes: ascii(text), dst: true as const });
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const DIGEST = 'b913a602c7eda7a495b4e6e7334d3890';
const PLAIN = base64('\0anna\0secret');

/** Facts that are no matter of the greeting. */
function told(port: number, ...said: Parameters<typeof hear>[3]): Record<string, string | number> {
  const { user, 'credentials.clear': clear, ...rest } = hear(6, 50000, port, said).facts;
  expect(JSON.stringify(rest)).not.toContain('secret');
  return { ...(user !== undefined && { user }), ...(clear !== undefined && { clear }) };
}

const smtp = (...lines: readonly string[]) =>
  told(
    25,
    dst('220 mx ESMTP\r\n'),
    src('EHLO c\r\n'),
    ...lines.flatMap((line) => [src(`${line}\r\n`), dst('334 \r\n')]),
  );

test.each([
  ['LOGIN, line by line', ['AUTH LOGIN', base64('anna'), base64('secret')], { user: 'anna', clear: 2 }],
  ['LOGIN with the name in its line', [`AUTH LOGIN ${base64('anna')}`, base64('secret')], { user: 'anna', clear: 2 }],
  ['PLAIN in its line', [`AUTH PLAIN ${PLAIN}`], { user: 'anna', clear: 2 }],
  ['PLAIN in the next', ['auth plain', PLAIN], { user: 'anna', clear: 2 }],
  ['CRAM-MD5', ['AUTH CRAM-MD5', base64(`anna b ${DIGEST}`)], { user: 'anna b' }],
  ['SCRAM', [`AUTH SCRAM-SHA-256 ${base64('n,,n=anna,r=abc')}`], { user: 'anna' }],
  [
    'XOAUTH2',
    [`AUTH XOAUTH2 ${base64('user=anna@a.example\x01auth=Bearer secret\x01\x01')}`],
    { user: 'anna@a.example', clear: 2 },
  ],
  ['OAUTHBEARER', ['AUTH OAUTHBEARER', base64('n,a=anna,\x01auth=Bearer secret\x01\x01')], { user: 'anna', clear: 2 }],
  ['a mechanism given up', ['AUTH CRAM-MD5', '*'], {}],
  ['a mechanism the server refused', ['AUTH LOGIN', 'QUIT'], { clear: 2 }],
  ['another', ['AUTH GSSAPI YIIC', 'AAAA'], {}],
])('%s', (_what, lines, expected) => {
  expect(smtp(...lines)).toEqual(expected);
});

test('IMAP, POP3 and ManageSieve log on alike', () => {
  const start = dst('* OK IMAP4rev1 ready\r\n');
  expect(told(143, start, src(`a AUTHENTICATE PLAIN ${PLAIN}\r\n`))).toEqual({ user: 'anna', clear: 2 });
  expect(told(143, start, src('a AUTHENTICATE PLAIN\r\n'), dst('+ \r\n'), src(`${PLAIN}\r\n`))).toEqual({
    user: 'anna',
    clear: 2,
  });
  expect(told(110, dst('+OK POP3\r\n'), src('AUTH LOGIN\r\n'), src(`${base64('anna')}\r\n`))).toEqual({
    user: 'anna',
    clear: 2,
  });
  const sieve = dst('"IMPLEMENTATION" "Example 1"\r\nOK\r\n');
  expect(told(4190, sieve, src(`AUTHENTICATE "PLAIN" "${PLAIN}"\r\n`))).toEqual({ user: 'anna', clear: 2 });
  expect(told(4190, sieve, src(`AUTHENTICATE "PLAIN" {24+}\r\n${PLAIN}\r\n`))).toEqual({ user: 'anna', clear: 2 });
});

test('LMTP is told by LHLO; the answer to STARTTLS is no greeting, a response code no software', () => {
  const lmtp = hear(6, 50000, 24, [dst('220 mx Example ready\r\n'), src('LHLO c\r\n')]);
  expect(lmtp).toMatchObject({
    app: 'lmtp',
    facts: { host: 'mx', 'smtp.helo': 'c', 'software.server': 'mx Example ready' },
  });
  expect(hear(6, 50000, 25, [dst('220 2.0.0 Ready to start TLS\r\n')]).facts).toEqual({});
  const imap = hear(6, 50000, 143, [dst('* OK [CAPABILITY IMAP4rev1 ID] Example ready.\r\n')]);
  expect(imap.facts).toEqual({ 'software.server': 'Example ready.' });
});
