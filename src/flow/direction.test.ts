import { describe, expect, test } from 'vitest';
import { createEngine } from '#dissect/engine.ts';
import { hex, type TestPacket, tcp, track, udp } from './testing.ts';

const HOST = '10.0.0.4';
const FAR = '192.0.2.7';
const seen = (from: string, to: string): string => {
  const { src, dst } = track([{ at: 0, bytes: tcp({ from, to, flags: 'PA', seq: 5, length: 3 }) }]).flows[0]!;
  return `${src} > ${dst}`;
};

describe('a connection whose SYN was not captured', () => {
  test.each([
    ['from a well-known port is turned round', `${FAR}:443`, `${HOST}:50000`, true],
    ['to a well-known port is not', `${HOST}:50000`, `${FAR}:443`, false],
    ['between two well-known ports has its server at the lower', `${FAR}:80`, `${HOST}:8080`, true],
    ['between two well-known ports, from the higher, stays', `${HOST}:8080`, `${FAR}:80`, false],
    ['from a system port to a high one is turned round', `${FAR}:700`, `${HOST}:50000`, true],
    ['between high ports nobody knows stays', `${FAR}:41000`, `${HOST}:50000`, false],
  ])('%s', (_, from, to, turned) => {
    expect(seen(from, to)).toBe(turned ? `${to} > ${from}` : `${from} > ${to}`);
  });
});

describe('a datagram', () => {
  const flowOf = (from: string, to: string): string => {
    const { src, dst } = track([{ at: 0, bytes: udp(from, to, 20) }]).flows[0]!;
    return `${src} > ${dst}`;
  };
  test('from a DNS server, seen first, is an answer', () => {
    expect(flowOf(`${FAR}:53`, `${HOST}:50000`)).toBe(`${HOST}:50000 > ${FAR}:53`);
  });
  test('to a group is none, whatever its port', () => {
    expect(flowOf(`${HOST}:53`, '224.0.0.251:50000')).toBe(`${HOST}:53 > 224.0.0.251:50000`);
  });
  test('of a DHCP server to everybody is none', () => {
    expect(flowOf(`${HOST}:67`, '255.255.255.255:68')).toBe(`${HOST}:67 > 255.255.255.255:68`);
  });
});

describe('what is said goes before ports', () => {
  const run = (packets: readonly TestPacket[]): string => {
    const inspector = createEngine();
    const { flows } = track(packets, { inspector });
    return `${flows[0]!.src} > ${flows[0]!.dst}`;
  };
  const withPayload = (frame: Uint8Array, payload: Uint8Array): Uint8Array => {
    const bytes = frame.slice();
    bytes.set(payload, bytes.length - payload.length);
    return bytes;
  };
  const question = '1234 8180 0001 0000 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001';

  test('a DNS response from a port of its own kind makes its sender the server', () => {
    const response = hex`${question}`;
    const frame = udp(`${FAR}:53`, `${HOST}:5060`, response.length);
    expect(run([{ at: 0, bytes: withPayload(frame, response) }])).toBe(`${HOST}:5060 > ${FAR}:53`);
  });
  test('an HTTP response on a port nobody knows', () => {
    const text = new TextEncoder().encode('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const frame = tcp({ from: `${FAR}:41000`, to: `${HOST}:50000`, flags: 'PA', seq: 5, length: text.length });
    expect(run([{ at: 0, bytes: withPayload(frame, text) }])).toBe(`${HOST}:50000 > ${FAR}:41000`);
  });
  test('but not before a SYN', () => {
    const text = new TextEncoder().encode('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const ends = { from: `${FAR}:41000`, to: `${HOST}:50000` };
    expect(
      run([
        { at: 0, bytes: tcp({ ...ends, flags: 'S', seq: 4 }) },
        { at: 1, bytes: withPayload(tcp({ ...ends, flags: 'PA', seq: 5, length: text.length }), text) },
      ]),
    ).toBe(`${FAR}:41000 > ${HOST}:50000`);
  });
});

describe('ICMP', () => {
  const message = (from: string, to: string, type: number, code = 0): Uint8Array => {
    const frame = udp(`${from}:1`, `${to}:2`, 20);
    frame[14 + 9] = 1;
    frame.set([type, code], 34);
    return frame;
  };
  const flowsOf = (...frames: readonly Uint8Array[]): string[] =>
    track(frames.map((bytes, at) => ({ at, bytes }))).flows.map(
      ({ src, dst, srcPackets, dstPackets }) => `${src} > ${dst} ${srcPackets}/${dstPackets}`,
    );

  test('echo and its reply are one flow', () => {
    expect(flowsOf(message(HOST, FAR, 8), message(FAR, HOST, 0), message(HOST, FAR, 8))).toEqual([
      `${HOST} > ${FAR} 2/1`,
    ]);
  });
  test('an error is a flow of its own, by its code', () => {
    expect(flowsOf(message(HOST, FAR, 8), message(FAR, HOST, 3, 1), message(FAR, HOST, 3, 3))).toEqual([
      `${HOST} > ${FAR} 1/0`,
      `${FAR} > ${HOST} 1/0`,
      `${FAR} > ${HOST} 1/0`,
    ]);
  });
  test('errors of both directions are two flows', () => {
    expect(flowsOf(message(HOST, FAR, 11), message(FAR, HOST, 11))).toEqual([
      `${HOST} > ${FAR} 1/0`,
      `${FAR} > ${HOST} 1/0`,
    ]);
  });
});
