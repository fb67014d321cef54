/** Directories, authentication and management. */
import { describe, expect, test } from 'vitest';
import { kerberos } from './directory/kerberos.ts';
import { cldap, ldap } from './directory/ldap.ts';
import { radius } from './directory/radius.ts';
import { rpcCall } from './directory/rpc.ts';
import { tacacs } from './directory/tacacs.ts';
import { slp } from './naming/slp.ts';
import { snmp } from './network/monitoring/snmp.ts';
import { syslog } from './network/monitoring/syslog.ts';
import { ascii, hear, hex, parseHex, payloadOf, probeHex } from './testing.ts';

describe('ldap', () => {
  // LDAPMessage { 1, bindRequest { 3, "cn=reader", simple "" } }
  const bind = hex`30 15 020101 60 10 020103 0409 636e3d726561646572 8000`;
  test('a bind tells who binds, never with which password', () => {
    expect(probeHex(ldap, bind)).toBe('Yes');
    expect(parseHex(ldap, bind)).toMatchObject({ user: 'cn=reader', 'ldap.operation': 'bind' });
  });
  test('an operation longer than its message is not LDAP', () => {
    expect(probeHex(ldap, hex`30 15 020101 60 7f 020103 0409 636e3d726561646572 8000`)).toBe('No');
  });
  test('over UDP the message is the datagram', () => {
    const search = hex`30 0f 020101 63 0a 0400 0a0100 0a0100 0201`;
    expect(probeHex(cldap, search)).toBe('Yes');
    expect(probeHex(cldap, hex`30 0f 020101 63 0a 0400 0a0100 0a0100 0201 00`)).toBe('No');
  });
});

test('a Kerberos AS-REQ tells client and realm', () => {
  const body =
    '302d a007 0305 0050800010 a112 3010 a003020101 a109 3007 1b05 616c696365 a20e 1b0c 4558414d504c452e434f4d3231';
  const seq = `a103020105 a20302010a a4${(0x2f).toString(16)} ${body}`.replace(/\s/g, '');
  const request = hex(`6a${(seq.length / 2 + 2).toString(16)} 30${(seq.length / 2).toString(16)} ${seq}`);
  expect(hear(17, 50000, 88, [{ bytes: request }])).toMatchObject({
    app: 'kerberos',
    facts: { user: 'alice', host: 'EXAMPLE.COM2' },
  });
  expect(probeHex(kerberos, hex`6a 09 30 07 a103020104 0000`)).toBe('No');
});

describe('radius', () => {
  test('on any port a message authenticator of 18 bytes is evidence, which another lone attribute is not', () => {
    const status = (kind: string) => hex`0c 01 0026 ${'ab'.repeat(16)} ${kind}12 ${'cd'.repeat(16)}`;
    expect(probeHex(radius, status('50'), { recvPort: 18121 })).toBe('Yes');
    expect(probeHex(radius, status('4f'), { recvPort: 18121 })).toBe('No');
  });
  const request = hex`01 05 0020 000102030405060708090a0b0c0d0e0f 01 07 616c696365 04 05 0a0000`;
  test('attributes that fill the length prove it on any port; the user is told', () => {
    expect(probeHex(radius, request)).toBe('Yes');
    expect(parseHex(radius, request)).toMatchObject({ user: 'alice' });
  });
  test('a code that is none, or a wrong length, is refused', () => {
    expect(probeHex(radius, hex`20 05 0020 000102030405060708090a0b0c0d0e0f 01 07 616c696365 04 05 0a0000`)).toBe('No');
    expect(probeHex(radius, hex`01 05 0021 000102030405060708090a0b0c0d0e0f 01 07 616c696365 04 05 0a0000`)).toBe('No');
  });
});

describe('snmp', () => {
  test('version, community and PDU prove it; the community is not kept', () => {
    const get = hex`30 1b 020101 0406 7075626c6963 a0 0e 0204 00000001 020100 020100 3000`;
    expect(hear(17, 50000, 161, [{ bytes: get }])).toMatchObject({ app: 'snmp', facts: {} });
    expect(probeHex(snmp, hex`30 1b 020104 0406 7075626c6963 a0 0e 0204 00000001 020100 020100 3000`)).toBe('No');
  });
});

test('syslog needs a priority of at most 191 and a date on foreign ports', () => {
  expect(probeHex(syslog, ascii('<34>Oct 11 22:14:15 mymachine su: failed'))).toBe('Yes');
  expect(probeHex(syslog, ascii('<165>1 2003-08-24T05:14:15Z host app - - -'))).toBe('Yes');
  expect(probeHex(syslog, ascii('<192>Oct 11 22:14:15 mymachine su: failed'))).toBe('No');
  expect(probeHex(syslog, ascii('<34>hello there'))).toBe('No');
  expect(probeHex(syslog, ascii('<34>hello there'), { recvPort: 514 })).toBe('Yes');
});

test('a service location request states its own length and language', () => {
  expect(probeHex(slp, hex`02 09 00001d 0000 000000 9df6 0002 656e 0000 ffff 0007 44454641554c54`)).toBe('Yes');
  expect(probeHex(slp, hex`02 09 00001e 0000 000000 9df6 0002 656e 0000 ffff 0007 44454641554c54`)).toBe('No');
});

test('TACACS+ is told by its version on port 49', () => {
  expect(probeHex(tacacs, hex`c0 01 01 00 00000001 00000010`, { recvPort: 49 })).toBe('Yes');
  expect(probeHex(tacacs, hex`c0 01 01 00 00000001 00000010`, { recvPort: 50 })).toBe('No');
});

test('an RPC call of version 2 is found, an NTP datagram with the same words is not', () => {
  const call = hex`3841169f 00000000 00000002 000186a0 00000002 00000003 00000000 00000000 00000000 00000000`;
  expect(rpcCall(payloadOf(call))).toBe(0);
  expect(rpcCall(payloadOf(call.with(25, 5).with(26, 0xf3).with(27, 0x97)))).toBe(0); // AUTH_GLUSTERFS_v2
  expect(rpcCall(payloadOf(call.with(27, 7)))).toBe(-1);
  expect(rpcCall(payloadOf(call.subarray(0, 24), { wireLength: 56 }))).toBe(0);
  expect(rpcCall(payloadOf(call.subarray(0, 24)))).toBe(-1);
  expect(rpcCall(payloadOf(call.subarray(0, 23), { wireLength: 56 }))).toBe(-1);
  const kadm = call.with(14, 0x08).with(15, 0x40).with(13, 0);
  expect(rpcCall(payloadOf(kadm))).toBe(0);
  expect(rpcCall(payloadOf(kadm.with(15, 0x41)))).toBe(-1);
  const ntp = hex`e30006e8 00000000 00000002 494e4954 00000000 00000000 00000000 00000000 00000000 00000000 e158296b 5ce99661`;
  expect(rpcCall(payloadOf(ntp))).toBe(-1);
});
