/** Forms of data that many speak: named only where nothing else is, and whole. */
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../table-testing.ts';
import { ascii, hear, probeHex } from '../../testing.ts';
import { json } from './json.ts';
import { msgpack } from './msgpack.ts';

describe('JSON', () => {
  test('is an object and nothing else', () => {
    expect(probeHex(json, ascii('{"state":{"on":true,"x":[1,2,"}"]}}\r\n'))).toBe('Yes');
    expect(probeHex(json, ascii('{"a":1} and so on'))).toBe('No');
    expect(probeHex(json, ascii('{state:"on",x:1}'))).toBe('No');
    expect(probeHex(json, ascii('["a","b","c","d","e"]'))).toBe('No');
    expect(probeHex(json, ascii('{"a":1}         {"b":2}'), { proto: 6 })).toBe('No');
  });

  test('may come in pieces over TCP, not in a datagram', () => {
    const half = ascii('{"state":"on","x":');
    expect(probeHex(json, half, { proto: 17 })).toBe('No');
    expect(probeHex(json, half, { proto: 6 })).toBe('More');
    expect(hear(6, 50000, 50001, [{ bytes: half }, { bytes: ascii('12}') }])).toMatchObject({ app: 'json' });
  });

  test('is named after what speaks it, where that is known', () => {
    const mining = ascii('{"id":1,"method":"mining.subscribe","params":["x/1"]}\n');
    expect(hear(6, 50000, 50001, [{ bytes: mining }]).app).toBe('mining');
    const call = ascii('{"jsonrpc":"2.0","method":"ping","id":1}');
    expect(hear(6, 50000, 50001, [{ bytes: call }]).app).toBe('json-rpc');
  });
});

describe('MessagePack', () => {
  test('is a map with named members that ends with the payload', () => {
    expect(probeHex(msgpack, bytesOf('82 a4 "host" a2 "ab" a4 "temp" cb 4035000000000000'))).toBe('Yes');
    expect(probeHex(msgpack, bytesOf('81 a4 "list" 93 01 82 a1 "a" c3 a1 "b" c0 cd 0100'))).toBe('Yes');
  });

  test('is not what only begins so', () => {
    expect(probeHex(msgpack, bytesOf('82 a4 "host" a2 "ab" a4 "temp" cb 4035000000000000 00'))).toBe('No');
    expect(probeHex(msgpack, bytesOf('82 a4 "host" a2 "ab" 05 cb 4035000000000000'))).toBe('No');
    expect(probeHex(msgpack, bytesOf('81 a2 "ab" 01 02 03'))).toBe('No');
    expect(probeHex(msgpack, bytesOf('81 a4 "list" dd ffffffff 01'))).toBe('No');
  });
});
