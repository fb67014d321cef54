import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hear, hex, parseHex, probeHex } from '../testing.ts';
import { dtls } from './dtls.ts';
import { tls } from './tls.ts';

const two = (n: number): string => n.toString(16).padStart(4, '0');
const three = (n: number): string => n.toString(16).padStart(6, '0');
const textHex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const extension = (type: number, body: string): string => two(type) + two(body.length / 2) + body;
const sha = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
const RANDOM = 'ab'.repeat(32);

const serverName = (name: string): string =>
  extension(0, `${two(name.length + 3)}00${two(name.length)}${textHex(name)}`);
const alpn = (...names: string[]): string => {
  const list = names.map((name) => name.length.toString(16).padStart(2, '0') + textHex(name)).join('');
  return extension(16, two(list.length / 2) + list);
};
const message = (type: string, body: string): string => type + three(body.length / 2) + body;
const hello = (extensions: string): string =>
  message('01', `0303${RANDOM}00 0004 1301 1302 0100${two(extensions.length / 2)}${extensions}`.replaceAll(' ', ''));
const serverHello = (extensions: string): string =>
  message('02', `0303${RANDOM}00130100${two(extensions.length / 2)}${extensions}`);
const record = (body: string): string => `160301${two(body.length / 2)}${body}`;
const CLIENT = record(
  hello(serverName('www.example.org') + alpn('h2', 'http/1.1') + extension(43, '04 0304 0303'.replaceAll(' ', ''))),
);

describe('TLS', () => {
  test('a ClientHello tells name, first ALPN offered and highest version offered', () => {
    expect(parseHex(tls, CLIENT)).toEqual({
      'tls.offered': 'TLS 1.3, TLS 1.2',
      'tls.ja3': createHash('md5').update('771,4865-4866,0-16-43,,').digest('hex'),
      'tls.ja4': `t13d0203h2_${sha('1301,1302')}_${sha('002b')}`,
      host: 'www.example.org',
      'tls.sni': 'www.example.org',
      'tls.alpn': 'h2',
      'tls.version': 'TLS 1.3',
    });
  });
  test('what the server chose stands in place of what was offered', () => {
    const heard = hear(6, 50000, 443, [
      { bytes: CLIENT },
      { bytes: record(serverHello(alpn('http/1.1'))), dst: true },
      { bytes: CLIENT },
    ]);
    expect(heard.facts).toMatchObject({ 'tls.alpn': 'http/1.1', 'tls.version': 'TLS 1.2' });
  });
  test('supported_versions of the server overrules the version of old', () => {
    expect(parseHex(tls, record(serverHello(extension(43, '0304'))))).toMatchObject({ 'tls.version': 'TLS 1.3' });
  });
  test('a hello over several segments and several records is read whole', () => {
    const body = hello(extension(21, '00'.repeat(3000)) + serverName('late.example.org'));
    const records = record(body.slice(0, 400)) + record(body.slice(400));
    const whole = hex(records);
    const said = [whole.subarray(0, 3), whole.subarray(3, 1000), whole.subarray(1000, 2500), whole.subarray(2500)].map(
      (bytes) => ({ bytes }),
    );
    expect(hear(6, 50000, 443, said)).toMatchObject({ app: 'tls', facts: { 'tls.sni': 'late.example.org' } });
  });
  test('GREASE is no version and no protocol', () => {
    const bytes = record(hello(alpn('\xba\xba', 'h2') + extension(43, '06 8a8a 0304 0303'.replaceAll(' ', ''))));
    expect(parseHex(tls, bytes)).toMatchObject({
      'tls.alpn': 'h2',
      'tls.version': 'TLS 1.3',
      'tls.offered': 'TLS 1.3, TLS 1.2',
      'tls.ja3': createHash('md5').update('771,4865-4866,16-43,,').digest('hex'),
    });
  });
  test('an SSL 2.0 hello that offers TLS is told', () => {
    expect(probeHex(tls, `801f 01 0301 0006 0000 0010 01 0080 00 0005 ${'cd'.repeat(16)}`)).toBe('Yes');
  });
  test('application data of a connection joined half-way is told', () => {
    expect(hear(6, 443, 50000, [{ bytes: `170303 0020 ${'5a'.repeat(32)}` }])).toMatchObject({
      app: 'tls',
      by: 'inspected',
    });
  });
  test('on the port of mail over TLS the flow is mail', () => {
    expect(hear(6, 50000, 993, [{ bytes: CLIENT }]).app).toBe('imaps');
  });
  test('other bytes that begin alike are not claimed', () => {
    for (const bytes of ['160501 0040 01 00003c 0303', '16 4d 5a 90 00 03', '170303 0000 5a5a', '1403 0300 0201'])
      expect(probeHex(tls, bytes)).toBe('No');
  });
  test('a hello that lies about its lengths tells what is really there', () => {
    const bytes = hex(CLIENT);
    for (let at = 5; at < bytes.length; at++) {
      const lie = bytes.slice();
      lie[at] = 0xff;
      expect(() => parseHex(tls, lie)).not.toThrow();
    }
  });
});

describe('DTLS', () => {
  test('a ClientHello with its cookie tells the name', () => {
    const body =
      `fefd${RANDOM}00 02beef 0002 c02b 0100 ${two(serverName('peer.example').length / 2)}${serverName('peer.example')}`.replaceAll(
        ' ',
        '',
      );
    const length = body.length / 2;
    const whole = `01${three(length)}0000000000${three(length)}${body}`;
    const bytes = `16feff 0000 000000000000 ${two(whole.length / 2)}${whole}`;
    expect(probeHex(dtls, bytes)).toBe('Yes');
    expect(parseHex(dtls, bytes)).toMatchObject({
      'tls.ja4': `dd2d010100_${sha('c02b')}_000000000000`,
      host: 'peer.example',
      'tls.sni': 'peer.example',
      'tls.version': 'DTLS 1.2',
    });
  });
  test('a record longer than its datagram is not claimed', () => {
    expect(probeHex(dtls, '16feff 0000 000000000000 0100 0102')).toBe('No');
  });
});
