import { describe, expect, test } from 'vitest';
import { FactsStore } from '../facts-store.ts';
import { hear, hex, parseHex, payloadOf, probeHex } from '../testing.ts';
import { dns } from './dns.ts';
import { llmnr } from './llmnr.ts';
import { mdns } from './mdns.ts';

const NAME = '03777777 07 6578616d706c65 03 6f7267 00'; // www.example.org
const QUESTION = `1234 0100 0001 0000 0000 0000 ${NAME} 0001 0001`;
const ALIAS = 'c00c 0005 0001 0000003c 0006 03 63646e c010'; // CNAME cdn.example.org
const ADDRESS = 'c02d 0001 0001 0000003c 0004 c0000201';
const ADDRESS6 = 'c02d 001c 0001 0000003c 0010 20010db8000000000000000000000001';
const ANSWER = `1234 8180 0001 0003 0000 0000 ${NAME} 0001 0001 ${ALIAS} ${ADDRESS} ${ADDRESS6}`;

describe('DNS', () => {
  test('a question tells name and type', () => {
    expect(parseHex(dns, QUESTION)).toMatchObject({
      host: 'www.example.org',
      'dns.query': 'www.example.org',
      'dns.type': 'A',
    });
  });
  test('an answer tells its code and what it says', () => {
    expect(parseHex(dns, ANSWER)).toMatchObject({
      'dns.rcode': 'NOERROR',
      'dns.answers': 'cdn.example.org 192.0.2.1 2001:db8::1',
    });
  });
  test('an address is named by what was asked for, not by its alias', () => {
    const store = new FactsStore();
    store.grow(1);
    store.slot = 0;
    dns.parse!(payloadOf(ANSWER), store);
    const { heap, offset, bytes, length } = store.drainNames()!;
    expect(
      Array.from({ length }, (_, n) => new TextDecoder().decode(heap.subarray(offset[n], offset[n] + bytes[n]))),
    ).toMatchObject(['www.example.org', 'www.example.org']);
  });
  test('a message over TCP has its length before it', () => {
    const message = hex(QUESTION);
    const bytes = `${message.length.toString(16).padStart(4, '0')}${QUESTION}`;
    expect(hear(6, 50000, 53, [{ bytes }])).toMatchObject({ app: 'dns', facts: { 'dns.query': 'www.example.org' } });
    const whole = hex(bytes);
    expect(hear(6, 50000, 53, [{ bytes: whole.subarray(0, 9) }, { bytes: whole.subarray(9) }]).facts).toMatchObject({
      host: 'www.example.org',
    });
  });
  test('on any port a clean question is told', () => {
    expect(probeHex(dns, QUESTION, { recvPort: 9999 })).toBe('Yes');
  });
  test('a name that points at itself ends', () => {
    const loop = '1234 0100 0001 0000 0000 0000 c00c 0001 0001';
    expect(parseHex(dns, loop)).toMatchObject({ 'dns.type': 'A' });
  });
  test('control characters in a name are shown, not dropped', () => {
    const name = '05 6261 04 7f 61 03 6f7267 00'; // b a ^D DEL a . o r g
    expect(parseHex(dns, `1234 0100 0001 0000 0000 0000 ${name} 0001 0001`)).toMatchObject({
      'dns.query': 'ba\\004\\127a.org',
    });
    const label = (bytes: number): string => `${bytes.toString(16)}${'04'.repeat(bytes)}`;
    const longest = `${label(63).repeat(3)}${label(61)}00`;
    const shown = parseHex(dns, `1234 0100 0001 0000 0000 0000 ${longest} 0001 0001`)['dns.query'];
    expect(String(shown)).toHaveLength(250 * 4 + 3);
  });
  test('an unknown type keeps its number', () => {
    expect(parseHex(dns, QUESTION.replace(/0001 0001$/, '04d2 0001'))).toMatchObject({ 'dns.type': 'TYPE1234' });
  });
  test('every datagram of a flow is read, so that all its answers name addresses', () => {
    const many = Array.from({ length: 100 }, (_, n) =>
      n % 2 ? { bytes: ANSWER, dst: true as const } : { bytes: QUESTION },
    );
    expect(hear(17, 50000, 53, many).taken).toBe(100);
  });
  test('a message cut anywhere breaks nothing', () => {
    const bytes = hex(ANSWER);
    for (let end = 0; end < bytes.length; end++) expect(() => parseHex(dns, bytes.subarray(0, end))).not.toThrow();
  });
});

test('multicast and link-local questions are told by their ports', () => {
  expect(hear(17, 5353, 5353, [{ bytes: QUESTION.replace('0100', '0000') }])).toMatchObject({
    app: 'mdns',
    facts: { host: 'www.example.org' },
  });
  expect(hear(17, 50000, 5355, [{ bytes: QUESTION.replace('0100', '0000') }]).app).toBe('llmnr');
  expect(probeHex(mdns, '00')).toBe('No');
  expect(probeHex(llmnr, '00')).toBe('No');
});

test('names asked for later, and what was answered, are told as lists', () => {
  const name = (text: string) =>
    text
      .split('.')
      .map((label) => label.length.toString(16).padStart(2, '0') + Buffer.from(label).toString('hex'))
      .join('');
  const ask = (id: string, text: string) => hex(`${id} 0100 0001 0000 0000 0000 ${name(text)} 00 0001 0001`);
  const answer = (id: string, text: string, code: string) =>
    hex(`${id} 818${code} 0001 0000 0000 0000 ${name(text)} 00 0001 0001`);
  const { facts } = hear(17, 40000, 53, [
    { bytes: ask('0001', 'a.example') },
    { bytes: answer('0001', 'a.example', '0'), dst: true },
    { bytes: ask('0002', 'b.example') },
    { bytes: answer('0002', 'b.example', '3'), dst: true },
    { bytes: ask('0003', 'a.example') },
  ]);
  expect(facts).toMatchObject({
    'dns.query': 'a.example',
    'dns.queries': 'a.example b.example',
    'dns.rcode': 'NOERROR',
    'dns.rcodes': 'NOERROR NXDOMAIN',
  });
});
