/** What protocols tell beside the TLS and HTTP families, each from bytes written out here. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { TCP, UDP } from '#registry/ip-protocols.ts';
import { ascii, hear, hex, type Said } from './testing.ts';

const two = (n: number): string => n.toString(16).padStart(4, '0');
const textHex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const wide = (text: string): string => Buffer.from(text, 'utf16le').toString('hex');
const le16 = (n: number): string => Buffer.from([n & 255, n >> 8]).toString('hex');
const le32 = (n: number): string => le16(n & 0xffff) + le16(n >>> 16);
/** An element of BER: tag and content. */
const ber = (tag: string, ...content: readonly string[]): string => {
  const body = content.join('');
  const bytes = body.length / 2;
  return tag + (bytes < 128 ? bytes.toString(16).padStart(2, '0') : `82${two(bytes)}`) + body;
};
const factsOf = (proto: number, port: number, ...said: readonly Said[]) => hear(proto, 50000, port, said).facts;

describe('DNS', () => {
  const question =
    '0001 0100 0001 0000 0000 0001 03777777076578616d706c65036f72670000010001 000029 1000 00000000 0000'.replaceAll(
      ' ',
      '',
    );
  const answer =
    '0001 8580 0001 0001 0000 0000 03777777076578616d706c65036f72670000010001 c00c 0001 0001 0000003c 0004 c0000201'.replaceAll(
      ' ',
      '',
    );
  test('how long the first question waits, how long the answer lasts, what the asker takes', () => {
    const facts = factsOf(
      UDP,
      53,
      { bytes: question, time: 1e9 },
      { bytes: answer, dst: true, time: 1.0125e9 },
      { bytes: question, time: 2e9 },
    );
    expect(facts).toMatchObject({
      'dns.latency': 12_500, // µs
      'dns.ttl': 60,
      'dns.edns': 4096,
      'dns.questions': 2,
      'dns.responses': 1,
      'dns.authoritative': 2,
      'dns.answers': '192.0.2.1',
    });
  });
  test('an answer with another number is no answer to it', () => {
    expect(
      factsOf(UDP, 53, { bytes: question }, { bytes: `0002${answer.slice(4)}`, dst: true, time: 1e6 })['dns.latency'],
    ).toBeUndefined();
  });
  test('on TCP messages are told apart by their lengths', () => {
    const framed = (message: string): string => two(message.length / 2) + message;
    const bytes = hex(framed(question) + framed(question) + framed(question));
    const facts = factsOf(
      TCP,
      53,
      { bytes: bytes.subarray(0, 2) },
      { bytes: bytes.subarray(2, 60) },
      { bytes: bytes.subarray(60) },
    );
    expect(facts['dns.questions']).toBe(3);
  });
});

describe('SSH', () => {
  const list = (text: string): string => text.length.toString(16).padStart(8, '0') + textHex(text);
  const kexinit = (kex: string, key: string, cipher: string): string => {
    const lists = [kex, key, cipher, cipher, 'hmac-sha2-256', 'hmac-sha2-256', 'none', 'none', '', '']
      .map(list)
      .join('');
    const body = `0414${'0c'.repeat(16)}${lists}0000000000${'00'.repeat(4)}`; // padding length, KEXINIT, cookie
    return (body.length / 2).toString(16).padStart(8, '0') + body;
  };
  const client = kexinit('curve25519-sha256,ecdh-sha2-nistp256', 'ssh-ed25519,rsa-sha2-512', 'aes128-ctr,aes256-ctr');
  const server = kexinit('ecdh-sha2-nistp256,curve25519-sha256', 'rsa-sha2-512', 'aes256-ctr');
  test('HASSH of both sides, and what they agree on: the first of the client that the server takes', () => {
    const facts = factsOf(
      TCP,
      22,
      { bytes: ascii('SSH-2.0-OpenSSH_9.6 Ubuntu\r\n'), dst: true },
      { bytes: ascii('SSH-2.0-PuTTY\r\n') },
      { bytes: client },
      { bytes: hex(server).subarray(0, 50), dst: true },
      { bytes: hex(server).subarray(50), dst: true },
    );
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    expect(facts).toMatchObject({
      'ssh.version': '2.0',
      'software.server': 'OpenSSH_9.6 Ubuntu',
      'software.client': 'PuTTY',
      os: 'Ubuntu',
      'ssh.hassh': md5('curve25519-sha256,ecdh-sha2-nistp256;aes128-ctr,aes256-ctr;hmac-sha2-256;none'),
      'ssh.hassh_server': md5('ecdh-sha2-nistp256,curve25519-sha256;aes256-ctr;hmac-sha2-256;none'),
      'ssh.kex': 'curve25519-sha256',
      'ssh.host_key': 'rsa-sha2-512',
      'ssh.cipher': 'aes256-ctr',
    });
  });
  test('lists longer than their packet tell nothing', () => {
    const lie = hex(client);
    lie[23] = 0x7f;
    expect(factsOf(TCP, 22, { bytes: ascii('SSH-2.0-x\r\n') }, { bytes: lie })['ssh.hassh']).toBeUndefined();
  });
});

describe('Windows', () => {
  /** NTLMSSP AUTHENTICATE: lengths and offsets of six texts, flags Unicode. */
  const ntlm = (() => {
    const texts = [wide('CORP'), wide('alice'), wide('PC-7')];
    const from = [64, 64 + texts[0]!.length / 2, 64 + (texts[0]!.length + texts[1]!.length) / 2];
    const at = (i: number) => le16(texts[i]!.length / 2) + le16(texts[i]!.length / 2) + le32(from[i]!);
    return `${textHex('NTLMSSP\0')}03000000${'00'.repeat(16)}${at(0)}${at(1)}${at(2)}${'00'.repeat(8)}01000000${texts.join('')}`;
  })();
  const smb2 = (command: number, isResponse: boolean, body: string, status = 0): string => {
    const message =
      `fe534d424000 0000${le32(status)}${le16(command)}0000${le32(isResponse ? 1 : 0)}${'00'.repeat(44)}${body}`.replaceAll(
        ' ',
        '',
      );
    return `00${(message.length / 2).toString(16).padStart(6, '0')}${message}`;
  };
  test('SMB: dialect, who logs on, share, file, first error', () => {
    const path = wide('\\\\FILES01\\Finance');
    const file = wide('budget 2026.xlsx');
    const facts = factsOf(
      TCP,
      445,
      { bytes: smb2(0, false, '00'.repeat(36)) },
      { bytes: smb2(0, true, `41000100${le16(0x311)}${'00'.repeat(60)}`), dst: true },
      { bytes: smb2(1, false, `19000000${'00'.repeat(20)}${ntlm}`) },
      { bytes: smb2(1, true, '00'.repeat(9), 0xc000006d), dst: true },
      { bytes: smb2(3, false, `09000000${le16(72)}${le16(path.length / 2)}${path}`) },
      {
        bytes: smb2(5, false, `39000000${'00'.repeat(40)}${le16(120)}${le16(file.length / 2)}${'00'.repeat(8)}${file}`),
      },
    );
    expect(facts).toMatchObject({
      'smb.dialect': '3.1.1',
      user: 'alice',
      'ntlm.domain': 'CORP',
      'ntlm.workstation': 'PC-7',
      'smb.status': 'LOGON_FAILURE',
      'smb.share': '\\\\FILES01\\Finance',
      'smb.file': 'budget 2026.xlsx',
      host: 'files01',
    });
  });
  test('an offset past the message tells nothing', () => {
    const facts = factsOf(TCP, 445, { bytes: smb2(3, false, `09000000${le16(0xffff)}${le16(0xffff)}00000000`) });
    expect(facts['smb.share']).toBeUndefined();
  });
  test('Kerberos: who asks for which service of which realm, and how it ended', () => {
    const string = (text: string) => ber('1b', textHex(text));
    const principal = (...parts: readonly string[]) =>
      ber('30', ber('a0', '020101'), ber('a1', ber('30', ...parts.map(string))));
    const request = ber(
      '6a',
      ber(
        '30',
        ber('a1', '020105'),
        ber('a2', '02010a'),
        ber(
          'a4',
          ber(
            '30',
            ber('a0', '0305004081 0010'.replace(' ', '')),
            ber('a1', principal('alice')),
            ber('a2', string('CORP.EXAMPLE')),
            ber('a3', principal('krbtgt', 'CORP.EXAMPLE')),
          ),
        ),
      ),
    );
    const fault = ber(
      '7e',
      ber(
        '30',
        ber('a0', '020105'),
        ber('a1', '02011e'),
        ber('a6', '020118'),
        ber('a9', string('CORP.EXAMPLE')),
        ber('aa', principal('krbtgt', 'CORP.EXAMPLE')),
      ),
    );
    expect(factsOf(UDP, 88, { bytes: request }, { bytes: fault, dst: true })).toMatchObject({
      user: 'alice',
      'kerberos.realm': 'CORP.EXAMPLE',
      'kerberos.service': 'krbtgt/CORP.EXAMPLE',
      'kerberos.error': 'KDC_ERR_PREAUTH_FAILED',
      'kerberos.messages': 'AS-REQ KRB-ERROR',
    });
  });
  test('LDAP: a simple bind sends its password in clear, an anonymous one none', () => {
    const bind = (password: string) =>
      ber('30', '020101', ber('60', '020103', ber('04', textHex('cn=reader')), ber('80', textHex(password))));
    const refused = ber('30', '020101', ber('61', '0a0131', '0400', '0400'));
    const facts = factsOf(TCP, 389, { bytes: bind('s3cret') }, { bytes: refused, dst: true });
    expect(facts).toMatchObject({
      user: 'cn=reader',
      'credentials.clear': 2,
      'ldap.result': 'invalidCredentials',
      'ldap.operation': 'bind',
    });
    expect(JSON.stringify(facts)).not.toContain('s3cret');
    expect(factsOf(TCP, 389, { bytes: bind('') })['credentials.clear']).toBeUndefined();
  });
  test('RDP: the cookie, and the protection the server chose', () => {
    const request = `0300002b26e00000000000${textHex('Cookie: mstshash=alice\r\n')}0100080003000000`;
    const confirm = '030000130ed000001234000200080002000000';
    const whole = request.replace(
      '0300002b26',
      `0300${two(request.length / 2)}${(request.length / 2 - 5).toString(16)}`,
    );
    expect(factsOf(TCP, 3389, { bytes: whole }, { bytes: confirm, dst: true })).toMatchObject({
      user: 'alice',
      'rdp.security': 'credssp',
    });
  });
});

describe('mail and files', () => {
  const lines = (...texts: readonly [string, boolean][]) =>
    texts.map(([text, dst]) =>
      dst ? { bytes: ascii(`${text}\r\n`), dst: true as const } : { bytes: ascii(`${text}\r\n`) },
    );
  test('SMTP: envelope and greeting; the mail itself is not read', () => {
    const facts = factsOf(
      TCP,
      25,
      ...lines(
        ['220 mx.example.org ESMTP', true],
        ['EHLO pc.example.net', false],
        ['MAIL FROM:<a@example.net> SIZE=10', false],
        ['RCPT TO:<b@example.org>', false],
        ['RCPT TO: c@example.org', false],
        ['DATA', false],
        ['Subject: secret', false],
      ),
    );
    expect(facts).toMatchObject({
      'smtp.helo': 'pc.example.net',
      'smtp.from': 'a@example.net',
      'smtp.to': 'b@example.org c@example.org',
      host: 'mx.example.org',
    });
    expect(JSON.stringify(facts)).not.toContain('secret');
  });
  test.each([
    [25, 'SMTP', [`AUTH PLAIN ${Buffer.from('\0alice\0s3cret').toString('base64')}`], 'alice'],
    [110, 'POP3', ['USER alice', 'PASS s3cret'], 'alice'],
    [143, 'IMAP', ['a1 LOGIN "alice" "s3cret"'], 'alice'],
    [21, 'FTP', ['USER alice', 'PASS s3cret'], 'alice'],
  ] as const)('port %i, %s: the user is kept, the password never', (port, _name, commands, user) => {
    const greeting = { 25: '220 x ESMTP', 110: '+OK POP3', 143: '* OK IMAP4rev1', 21: '220 FTP' }[port];
    const facts = factsOf(
      TCP,
      port,
      ...lines([greeting, true], ...commands.map((command): [string, boolean] => [command, false])),
    );
    expect(facts).toMatchObject({ user, 'credentials.clear': 2 });
    expect(JSON.stringify(facts)).not.toContain('s3cret');
    expect(JSON.stringify(facts)).not.toContain(Buffer.from('s3cret').toString('base64').slice(0, 6));
  });
  test('who is anonymous has no secret', () => {
    expect(
      factsOf(
        TCP,
        21,
        ...lines(['220 FTP', true], ['USER anonymous', false], ['PASS me@example.org', false], ['RETR a.iso', false]),
      ),
    ).toEqual({ 'software.server': 'FTP', user: 'anonymous', 'ftp.file': 'a.iso' });
  });
});

describe('network services', () => {
  test('SNMP: a community that everybody knows is told, another is kept secret', () => {
    const get = (community: string) =>
      ber('30', '020101', ber('04', textHex(community)), ber('a0', '020101', '020100', '020100', '3000'));
    expect(factsOf(UDP, 161, { bytes: get('public') })).toEqual({
      'snmp.version': '2c',
      'snmp.community': 'public',
      'snmp.operation': 'get',
    });
    expect(factsOf(UDP, 161, { bytes: get('k33p0ut') })).toEqual({
      'snmp.version': '2c',
      'snmp.community': 'other',
      'snmp.operation': 'get',
      'credentials.clear': 2,
    });
  });
  test('SNMP 3: who asks, where the message says so', () => {
    const asks = (name: string) => {
      const usm = ber('30', '0400', '020100', '020100', ber('04', textHex(name)), '0400', '0400');
      const header = ber('30', '020101', '02020400', '040104', '020103');
      return { bytes: ber('30', '020103', header, ber('04', usm), ber('30', '0400', '0400', 'a000')) };
    };
    expect(factsOf(UDP, 161, asks('monitor'))).toEqual({ 'snmp.version': '3', user: 'monitor' });
    expect(factsOf(UDP, 161, asks(''))).toEqual({ 'snmp.version': '3' });
  });
  test('DCE/RPC: interfaces a client binds to, by name or UUID, and who logs on', () => {
    const syntax = '045d888aeb1cc9119fe808002b104860 02000000';
    const context = (n: number, uuid: string): string => `0${n}00 01 00 ${uuid} 01000000 ${syntax}`;
    const SAMR = '78573412 3412 cdab ef00 0123456789ac';
    const OTHER = '04030201 0605 0807 090a 0b0c0d0e0f10';
    const pdu = (kind: string, body: string, verifier = ''): string => {
      const all = `${body}${verifier}`.replaceAll(' ', '');
      const auth = verifier === '' ? 0 : verifier.length / 2 - 8;
      return `0500 ${kind} 03 10000000 ${le16(16 + all.length / 2)} ${le16(auth)} 01000000 ${all}`.replaceAll(' ', '');
    };
    const bind = pdu('0b', `b810 b810 00000000 02 000000 ${context(0, SAMR)} ${context(1, OTHER)}`);
    const name = (text: string, at: number): string => `${le16(2 * text.length)}${le16(2 * text.length)}${le32(at)}`;
    const ntlm =
      `${textHex('NTLMSSP\0')}03000000 ${'00'.repeat(16)} ${name('CORP', 64)} ${name('anna', 72)} ${name('PC', 80)} ` +
      `${'00'.repeat(8)} 01000000 ${wide('CORP')}${wide('anna')}${wide('PC')}`;
    const auth = pdu('10', 'b810b810', `0a06000000000000${ntlm.replaceAll(' ', '')}`);
    for (const said of [
      [bind, auth],
      [bind.slice(0, 60), bind.slice(60) + auth],
    ])
      expect(factsOf(TCP, 49700, ...said.map((bytes) => ({ bytes })))).toEqual({
        'dcerpc.interface': 'samr 01020304-0506-0708-090a-0b0c0d0e0f10',
        user: 'anna',
        'ntlm.domain': 'CORP',
        'ntlm.workstation': 'PC',
      });
  });
  test('DHCP: messages in order, name, vendor, what is asked for, what is given', () => {
    const message = (op: string, your: string, options: string): string =>
      `${op}010600${'00'.repeat(12)}${your}${'00'.repeat(216)}63825363${options}ff`;
    const discover = message('01', '00000000', `3501010c04${textHex('pc-7')}3c08${textHex('MSFT 5.0')}3703010306`);
    const offer = message('02', '0a000007', '350102');
    expect(hear(UDP, 68, 67, [{ bytes: discover }, { bytes: offer, dst: true }]).facts).toMatchObject({
      'dhcp.type': 'DISCOVER OFFER',
      host: 'pc-7',
      'dhcp.vendor': 'MSFT 5.0',
      os: 'Windows',
      'dhcp.fingerprint': '1,3,6',
      'dhcp.ip': '10.0.0.7',
    });
  });
  test('DHCPv6: name and vendor of the client, the address it got, also through a relay', () => {
    const option = (kind: number, body: string): string => two(kind) + two(body.length / 2) + body;
    const fqdn = option(39, `0004${textHex('pc-7')}00`);
    const vendor = option(16, `00000137${two(8)}${textHex('MSFT 5.0')}`);
    const address = `20010db8${'00'.repeat(11)}07`;
    const given = option(3, `000000010000000000000000${option(5, `${address}0000000000000000`)}`);
    const relayed = (type: string, inner: string): string => `${type}00${'00'.repeat(32)}${option(9, inner)}`;
    const [asks, gives] = [`03000001${fqdn}${vendor}`, `07000001${given}`];
    for (const [request, reply, around] of [
      [asks, gives, ['', '']],
      [relayed('0c', asks), relayed('0d', gives), ['RELAY-FORW ', 'RELAY-REPL ']],
    ] as const)
      expect(factsOf(UDP, 547, { bytes: request }, { bytes: reply, dst: true })).toEqual({
        'dhcp.type': `${around[0]}REQUEST ${around[1]}REPLY`,
        host: 'pc-7',
        'dhcp.vendor': 'MSFT 5.0',
        'dhcp.ip': '2001:db8::7',
      });
    const deep = Array.from({ length: 20 }).reduce<string>((inner) => relayed('0c', inner), asks);
    expect(factsOf(UDP, 547, { bytes: deep })).toEqual({ 'dhcp.type': 'RELAY-FORW' });
    expect(factsOf(UDP, 547, { bytes: `07000001${given.slice(0, 40)}` })).not.toHaveProperty('dhcp.ip');
  });
  test('NTP: control messages, also with the leap bits NTPsec sets', () => {
    for (const first of ['16', 'd6'])
      expect(factsOf(UDP, 123, { bytes: `${first}01 0001 0000 0000 0000 0000` })).toEqual({
        'ntp.version': 2,
        'ntp.mode': 'control',
      });
    expect(factsOf(UDP, 123, { bytes: '5601 0001 0000 0000 0000 0000' })).toEqual({});
  });
  test('NTP: version, modes, stratum of the server', () => {
    const client = `23${'00'.repeat(47)}`;
    const server = `2402${'00'.repeat(46)}`;
    expect(factsOf(UDP, 123, { bytes: client }, { bytes: server, dst: true })).toEqual({
      'ntp.version': 4,
      'ntp.mode': 'client server',
      'ntp.stratum': 2,
    });
  });
  test('SOCKS 5: where to, who, and the TLS behind it', () => {
    const hello = `0303${'ab'.repeat(32)}000002c02f01000000`;
    const facts = factsOf(
      TCP,
      1080,
      { bytes: '050102' },
      { bytes: '0502', dst: true },
      { bytes: `0105${textHex('alice')}06${textHex('s3cret')}` },
      { bytes: '0100', dst: true },
      { bytes: `050100030b${textHex('example.org')}01bb` },
      { bytes: '05000001000000000000', dst: true },
      { bytes: `160301002f0100002b${hello}` },
    );
    expect(facts).toMatchObject({
      host: 'example.org',
      user: 'alice',
      'credentials.clear': 2,
      'tls.version': 'TLS 1.2',
    });
    expect(JSON.stringify(facts)).not.toContain('s3cret');
  });
});

describe('things and industry', () => {
  test('MQTT 5: client, user, version, topics', () => {
    const text = (value: string): string => two(value.length) + textHex(value);
    const packet = (type: string, body: string): string =>
      type + (body.length / 2).toString(16).padStart(2, '0') + body;
    const connect = packet(
      '10',
      `${text('MQTT')}05c2003c 03 21000a ${text('sensor-7')}${text('alice')}${text('s3cret')}`.replaceAll(' ', ''),
    );
    const publish = packet('30', `${text('home/attic')}0031`);
    const subscribe = packet('82', `000100${text('home/#')}00`);
    const facts = factsOf(TCP, 1883, { bytes: connect + publish + subscribe });
    expect(facts).toMatchObject({
      'mqtt.client': 'sensor-7',
      'mqtt.version': '5.0',
      user: 'alice',
      'credentials.clear': 2,
      'mqtt.topics': 'home/attic home/#',
    });
    expect(JSON.stringify(facts)).not.toContain('s3cret');
  });
  test('Modbus: functions once each, and exceptions', () => {
    const request = '000100000006 01 03 0000 0002'.replaceAll(' ', '');
    const fault = '000100000003 01 83 02'.replaceAll(' ', '');
    expect(factsOf(TCP, 502, { bytes: request + request }, { bytes: fault, dst: true })).toEqual({
      'modbus.function': 'read_holding_registers',
      'modbus.exception': 'illegal_data_address',
    });
  });
  test('RTP: codec, source, losses by number, jitter by the clock of the codec', () => {
    const packet = (sequence: number, stamp: number): string =>
      `8000${two(sequence)}${stamp.toString(16).padStart(8, '0')}deadbeef${'d5'.repeat(160)}`;
    const said: Said[] = [];
    // 20 ms apart, 160 ticks of 8 kHz; number 3 is lost, the last comes 16 ms late
    for (const [n, late] of [
      [1, 0],
      [2, 0],
      [4, 0],
      [5, 0],
      [6, 16],
    ] as const)
      said.push({ bytes: packet(n, 160 * n), time: (20 * n + late) * 1e6 });
    expect(factsOf(UDP, 40000, ...said)).toEqual({
      'rtp.codec': 'PCMU',
      'rtp.ssrc': '0xdeadbeef',
      'rtp.lost': 1,
      'rtp.jitter': 1000,
    });
  });
});
