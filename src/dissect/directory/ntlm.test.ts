/** Who logs on by NTLM, wherever it stands. */
import { expect, test } from 'vitest';
import { hear } from '../testing.ts';

const le16 = (value: number): string => Buffer.from(Uint16Array.of(value).buffer).toString('hex');
const le32 = (value: number): string => Buffer.from(Uint32Array.of(value).buffer).toString('hex');
const wide = (text: string): string => Buffer.from(text, 'utf16le').toString('hex');
const at = (text: string, offset: number): string => `${le16(2 * text.length)}${le16(2 * text.length)}${le32(offset)}`;
/** MS-NLMP §2.2.1.3: signature, type, texts' lengths and offsets, flags Unicode. */
const AUTHENTICATE =
  `4e544c4d53535000 03000000 ${'00'.repeat(16)} ${at('CORP', 64)} ${at('anna', 72)} ${at('PC', 80)} ${'00'.repeat(
    8,
  )} 01000000 ${wide('CORP')}${wide('anna')}${wide('PC')}`.replaceAll(' ', '');
const LOGON = { user: 'anna', 'ntlm.domain': 'CORP', 'ntlm.workstation': 'PC' };
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const two = (bytes: number): string => bytes.toString(16).padStart(4, '0');

test('LDAP: the last message of a bind by Sicily, MS-ADTS §5.1.1.1.3', () => {
  const choice = `8b 82 ${two(AUTHENTICATE.length / 2)} ${AUTHENTICATE}`;
  const bind = `020103 0400 ${choice}`.replaceAll(' ', '');
  const operation = `020102 6082${two(bind.length / 2)} ${bind}`.replaceAll(' ', '');
  const said = [{ bytes: bytesOf(`3082${two(operation.length / 2)}${operation}`) }];
  expect(hear(6, 40_000, 389, said)).toMatchObject({ app: 'ldap', facts: LOGON });
});

test('SQL Server: a login without a user, then an SSPI message, MS-TDS §2.2.6.8', () => {
  const tds = (type: string, body: string): string => `${type}01${two(8 + body.length / 2)}00000100${body}`;
  const login = `${le32(94)}04000074${'00'.repeat(86)}`;
  const said = [{ bytes: bytesOf(tds('10', login)) }, { bytes: bytesOf(tds('11', AUTHENTICATE)) }];
  expect(hear(6, 40_000, 1433, said)).toMatchObject({ app: 'mssql', facts: LOGON });
});
