/** Whose message it is, by its kind: for flows whose beginning was not captured. */
import { expect, test } from 'vitest';
import { TCP, UDP } from '#registry/ip-protocols.ts';
import { Speaker, speakerOf } from './speaker.ts';
import { bytesOf } from './table-testing.ts';

const SMB2 = '00000040 fe "SMB" 4000 0000 00000000 0000 0000';

test.each([
  ['dcerpc', TCP, '05 00 00 03', '05 00 02 03'],
  ['dcerpc', UDP, '04 00 00', '04 02 00'],
  ['rpc', UDP, '00000001 00000000', '00000001 00000001'],
  ['nfs', TCP, '80000028 00000001 00000000', '80000028 00000001 00000001'],
  ['radius', UDP, '01', '0b'],
  ['kerberos', UDP, '6c', '7e'],
  ['kerberos', TCP, '00000010 6a', '00000010 6b'],
  ['ldap', TCP, '300c 020101 6007 020103 0400 8000', '300c 020101 6107 0a0100 0400 0400'],
  ['snmp', UDP, '300b 020101 0404 "abcd" a0', '300b 020101 0404 "abcd" a2'],
  ['mqtt', TCP, 'c0 00', 'd0 00'],
  ['mysql', TCP, '09000000 03 "select 1"', '4a000000 0a "8.0.36"'],
  ['postgresql', TCP, '51', '52'],
  ['mongodb', TCP, '20000000 01000000 00000000', '20000000 02000000 01000000'],
  ['smb', TCP, `${SMB2} 00000000`, `${SMB2} 01000000`],
  ['coap', UDP, '40 01', '60 45'],
  ['stun', UDP, '0001 0000 2112a442 00*12', '0101 0000 2112a442 00*12'],
  ['nats', TCP, '"CONNECT {}"', '"INFO {}"'],
])("%s over %i: what asks is the client's, what answers the server's", (app, proto, asks, gives) => {
  const said = (text: string): Speaker => speakerOf(app, proto, bytesOf(text), 0, bytesOf(text).length);
  expect([said(asks), said(gives)]).toEqual([Speaker.Client, Speaker.Server]);
});

test("what tells neither, and what is cut, is nobody's", () => {
  const said = (app: string, text: string): Speaker => speakerOf(app, UDP, bytesOf(text), 0, bytesOf(text).length);
  expect(said('stun', '0011 0000 2112a442 00*12')).toBe(Speaker.Unknown);
  for (const app of [
    'dcerpc',
    'rpc',
    'radius',
    'kerberos',
    'ldap',
    'snmp',
    'mqtt',
    'mysql',
    'mongodb',
    'smb',
    'coap',
    'stun',
    'nats',
  ])
    for (const text of ['', '30']) expect(said(app, text), app).toBe(Speaker.Unknown);
});
