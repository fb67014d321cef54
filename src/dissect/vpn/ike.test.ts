/** What IKE tells before it encrypts. */
import { expect, test } from 'vitest';
import { hear, type Said } from '../testing.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const size = (text: string): number => text.replaceAll(' ', '').length / 2;
const u16 = (value: number): string => value.toString(16).padStart(4, '0');
/** A generic payload: what follows it, its length, its body. */
const part = (next: string, body: string): string => `${next} 00 ${u16(4 + size(body))} ${body}`;
/** Header: two numbers, first payload, version, exchange, flags, message, length (RFC 7296 §3.1). */
const message = (peer: string, first: string, version: string, exchange: string, flags: string, body: string): string =>
  `1111111111111111 ${peer} ${first} ${version} ${exchange} ${flags} 00000000 0000${u16(28 + size(body))} ${body}`;
const NOBODY = '0000000000000000';
const PEER = '2222222222222222';

// RFC 7296 §3.3.2: type 1 is encryption (12 AES-CBC, key 256; 3 3DES), 2 PRF (5), 3 integrity (12), 4 group (14)
const AES = '03 00 000c 01 00 000c 800e 0100';
const REST = '03 00 0008 02 00 0005 03 00 0008 03 00 000c 00 00 0008 04 00 000e';
const proposal = (transforms: string, count: number): string =>
  `00 00 ${u16(8 + size(transforms))} 01 01 00 0${count} ${transforms}`;
const offer = proposal(`${AES} 03 00 0008 01 00 0003 ${REST}`, 5);
const choice = proposal(`${AES} ${REST}`, 4);
const said = (text: string, dst?: true): Said => (dst ? { bytes: bytesOf(text), dst } : { bytes: bytesOf(text) });

test('version 2: what was offered, what was chosen; what is encrypted is not read', () => {
  const asked = message(
    NOBODY,
    '21',
    '20',
    '22',
    '08',
    part('2b', offer) + part('00', '882fe56d6fd20dbc2251613b2ebe5beb'),
  );
  const answered = message(PEER, '21', '20', '22', '20', part('00', choice));
  const encrypted = message(PEER, '2e', '20', '23', '08', part('29', 'ab'.repeat(40)));
  const both = [said(asked), said(answered, true), said(`00000000 ${encrypted}`)];
  expect(hear(17, 500, 500, both)).toMatchObject({
    app: 'ike',
    facts: {
      'ike.version': '2.0',
      'ike.exchanges': 'IKE_SA_INIT IKE_AUTH',
      'ike.offered': 'AES-CBC-256 3DES-CBC PRF-SHA2-256 SHA2-256-128 MODP-2048',
      'ike.proposal': 'AES-CBC-256 PRF-SHA2-256 SHA2-256-128 MODP-2048',
      'software.client': 'strongSwan',
    },
  });
});

test('version 2: errors by name, states by none (RFC 7296 §3.10.1)', () => {
  const refused = message(PEER, '29', '20', '22', '20', part('29', '00 00 000e') + part('00', '00 00 4004'));
  expect(hear(17, 500, 500, [said(refused, true)]).facts).toMatchObject({ 'ike.error': 'NO_PROPOSAL_CHOSEN' });
});

test('version 1: attributes of RFC 2409 appendix A; the user of aggressive mode', () => {
  // AES-CBC, 256 bits, SHA2-256, XAUTH with a shared key, group 5
  const transform = `00 00 001c 01 01 0000 8001 0007 800e 0100 8002 0004 8003 fde9 8004 0005`;
  const sa = `00000001 00000001 00 00 ${u16(8 + size(transform))} 01 01 00 01 ${transform}`;
  const user = `0b 11 01f4 ${Buffer.from('branch-7').toString('hex')}`;
  const asked = message(NOBODY, '01', '10', '04', '00', part('05', sa) + part('00', user));
  const answered = message(PEER, '01', '10', '04', '00', part('00', sa));
  expect(hear(17, 500, 500, [said(asked), said(answered, true)]).facts).toEqual({
    'ike.version': '1.0',
    'ike.exchanges': 'aggressive',
    'ike.offered': 'AES-CBC-256 SHA2-256 XAUTH-PSK MODP-1536',
    'ike.proposal': 'AES-CBC-256 SHA2-256 XAUTH-PSK MODP-1536',
    user: 'branch-7',
  });
});

test('lengths that lie tell nothing', () => {
  for (const body of [
    '21 00 0003',
    '21 00 ffff',
    `00 00 000c 00 00 0007 01 01`,
    `00 00 0010 00 00 000c 01 01 ff ff 00000000`,
  ]) {
    const lie = message(NOBODY, '21', '20', '22', '08', body);
    expect(hear(17, 500, 500, [said(lie)]).facts).toEqual({ 'ike.version': '2.0', 'ike.exchanges': 'IKE_SA_INIT' });
  }
});
