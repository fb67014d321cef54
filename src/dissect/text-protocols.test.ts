import { describe, expect, test } from 'vitest';
import { ascii, hear, hex, parseHex } from './testing.ts';
import { http } from './web/http.ts';

const src = (text: string) => ({ bytes: ascii(text) });
const dst = (text: string) => ({ bytes: ascii(text), dst: true as const });

test('printing over HTTP is told by what a request carries, not by what an answer does', () => {
  const post = (kind: string) =>
    src(`POST /printers/a HTTP/1.1\r\nHost: p\r\nContent-Type: ${kind}\r\nContent-Length: 0\r\n\r\n`);
  expect(hear(6, 50000, 631, [post('application/ipp')])).toMatchObject({ app: 'ipp', facts: { host: 'p' } });
  const answer = dst('HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 0\r\n\r\n');
  expect(hear(6, 50000, 631, [post('text/plain'), answer]).app).toBe('http');
});

describe('protocols in which the server greets', () => {
  test('SMTP: name and software of the server', () => {
    const heard = hear(6, 50000, 2500, [dst('220 mx.example.org ESMTP Postfix\r\n'), src('EHLO client\r\n')]);
    expect(heard).toMatchObject({
      app: 'smtp',
      facts: { host: 'mx.example.org', 'software.server': 'mx.example.org ESMTP Postfix' },
    });
  });
  test('SMTP that turns to TLS is smtps', () => {
    expect(
      hear(6, 50000, 25, [dst('220 mx ESMTP\r\n'), src('EHLO a\r\n'), dst('250 STARTTLS\r\n'), src('STARTTLS\r\n')])
        .app,
    ).toBe('smtps');
  });
  test('the name asked for under STARTTLS is told', () => {
    const name = '6d782e6578616d706c65'; // mx.example
    const hello = `0303${'ab'.repeat(32)}00000213010100001300 00000f 000d00000a${name}`.replace(/ /g, '');
    const bytes = `160301 00${(hello.length / 2 + 4).toString(16)} 01 0000${(hello.length / 2).toString(16)} ${hello}`;
    for (const [port, greeting, command, app] of [
      [25, '220 mx ESMTP', 'STARTTLS', 'smtps'],
      [143, '* OK IMAP', 'a STARTTLS', 'imaps'],
      [110, '+OK POP3', 'STLS', 'pop3s'],
      [21, '220 FTP', 'AUTH TLS', 'ftps'],
    ] as const) {
      const heard = hear(6, 50000, port, [dst(`${greeting}\r\n`), src(`${command}\r\n`), dst('220 go\r\n'), { bytes }]);
      expect(heard).toMatchObject({ app, facts: { 'tls.sni': 'mx.example', host: 'mx.example' } });
    }
  });
  test('FTP: software and user, never the password', () => {
    const heard = hear(6, 50000, 21, [
      dst('220 vsFTPd 3\r\n'),
      src('USER anna\r\n'),
      dst('331 more\r\n'),
      src('PASS secret\r\n'),
      dst('230 in\r\n'),
    ]);
    expect(heard).toMatchObject({ app: 'ftp', facts: { user: 'anna', 'software.server': 'vsFTPd 3' } });
    expect(JSON.stringify(heard.facts)).not.toContain('secret');
  });
  test('IMAP and POP3: software and user', () => {
    expect(hear(6, 50000, 143, [dst('* OK Dovecot ready\r\n'), src('a1 LOGIN "anna" secret\r\n')])).toMatchObject({
      app: 'imap',
      facts: { user: 'anna', 'software.server': 'Dovecot ready' },
    });
    expect(hear(6, 50000, 110, [dst('+OK POP3 ready\r\n'), src('USER anna\r\n')])).toMatchObject({
      app: 'pop3',
      facts: { user: 'anna', 'software.server': 'POP3 ready' },
    });
  });
  test('SSH: software of both', () => {
    const heard = hear(6, 50000, 2222, [dst('SSH-2.0-dropbear\r\n'), src('SSH-2.0-OpenSSH_9.7 Debian\r\n')]);
    expect(heard).toMatchObject({
      app: 'ssh',
      facts: { 'software.client': 'OpenSSH_9.7 Debian', 'software.server': 'dropbear' },
    });
  });
  test('telnet: a run of negotiations', () => {
    expect(hear(6, 50000, 9999, [{ bytes: hex`fffd18 fffd20 fffd23`, dst: true }]).app).toBe('telnet');
  });
});

describe('HTTP', () => {
  test('a proxy is told by CONNECT and by whole targets', () => {
    expect(hear(6, 50000, 3128, [src('CONNECT example.org:443 HTTP/1.1\r\n\r\n')])).toMatchObject({
      app: 'http-proxy',
      facts: { host: 'example.org' },
    });
    expect(hear(6, 50000, 3128, [src('GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n')]).app).toBe(
      'http-proxy',
    );
  });
  test('an upgrade makes it a WebSocket', () => {
    expect(hear(6, 50000, 80, [src('GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n')]).app).toBe(
      'websocket',
    );
  });
  test('a host of IPv6 keeps its address and loses its port', () => {
    expect(parseHex(http, ascii('GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n'))).toMatchObject({
      host: '2001:db8::1',
    });
  });
  test('prior knowledge of HTTP/2 is told by its preface', () => {
    expect(hear(6, 50000, 8080, [src('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')]).app).toBe('http2');
  });
  test('a text that begins like a method is not claimed', () => {
    expect(hear(6, 61000, 61001, [src('GET the milk\r\n')]).by).toBe('none');
  });
});

describe('small datagrams', () => {
  const bootp = (options: string): string => `01010600 00000001 ${'00'.repeat(228)} 63825363 ${options} ff`;
  test('DHCP: name and class of the client', () => {
    const options = `350101 0c06 6c6170746f70 3c04 4d534654`;
    expect(hear(17, 68, 67, [{ bytes: bootp(options) }])).toMatchObject({
      app: 'dhcp',
      facts: { host: 'laptop', 'software.client': 'MSFT' },
    });
  });
  test('NTP on its port alone', () => {
    expect(hear(17, 50000, 123, [{ bytes: `23${'00'.repeat(47)}` }])).toMatchObject({ app: 'ntp', by: 'inspected' });
    expect(hear(17, 61000, 61001, [{ bytes: `23${'00'.repeat(47)}` }]).by).toBe('none');
  });
  test('NetBIOS: the name asked for', () => {
    const name = Buffer.from(
      [...'SERVER         \0']
        .map((c) => String.fromCharCode(65 + (c.charCodeAt(0) >> 4), 65 + (c.charCodeAt(0) & 15)))
        .join(''),
    ).toString('hex');
    expect(hear(17, 137, 137, [{ bytes: `0001 0110 0001 0000 0000 0000 20 ${name} 00 0020 0001` }])).toMatchObject({
      app: 'netbios',
      facts: { host: 'server' },
    });
  });
});

describe('on their own ports alone', () => {
  test('RIP and RIPng by the length of their entries', () => {
    expect(hear(17, 520, 520, [{ bytes: `02020000 0002 0000 ${'00'.repeat(16)}` }]).app).toBe('rip');
    expect(hear(17, 521, 521, [{ bytes: `01010000 ${'00'.repeat(20)}` }]).app).toBe('rip');
    expect(hear(17, 520, 520, [{ bytes: `02020000 0002 0000 ${'00'.repeat(15)}` }]).by).toBe('port');
  });
  test('finger by its line, with the user asked for', () => {
    expect(hear(6, 50000, 79, [src('/W anna\r\n')])).toMatchObject({
      app: 'finger',
      by: 'inspected',
      facts: { user: 'anna' },
    });
  });
});
