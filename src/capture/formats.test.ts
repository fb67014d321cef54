import { describe, expect, test } from 'vitest';
import { openCapture } from './formats.ts';
import { type FramedCapture, frameAll } from './framing-testing.ts';
import { joined, netmonBytes, pcapBytes, snoopBytes } from './testing.ts';

function framed(file: Uint8Array): FramedCapture {
  const all = frameAll(file);
  if (typeof all === 'string') throw new Error(all);
  return all;
}

function refusal(file: Uint8Array): string {
  const opened = openCapture(file);
  return opened.ok ? 'opened' : `${opened.code} ${opened.data['reason'] ?? opened.data['looks'] ?? ''}`;
}

const PACKETS = [0, 1, 2, 3].map((n) => ({
  sec: 1_700_000_000 + n,
  fraction: n,
  data: new Uint8Array(60 + n).fill(n),
}));
const OFFSETS_NS = [0, 1, 2, 3].map((n) => n * 1e9 + n * 1000);

describe('relatives of pcap', () => {
  test.each([
    ['pcap', {}],
    ['pcap (Nokia)', { extra: 4 }],
    ['pcap (Kuznetzov)', { extra: 8 }],
    ['pcap (Kuznetzov)', { magic: 0xa1b2cd34 }],
    ['pcap (Kuznetzov)', { magic: 0xa1b2cd34, extra: 12 }],
    ['pcap (Ixia)', { magic: 0x1c0001ab }],
  ])('%s %o', (format, options) => {
    for (const big of [false, true]) {
      const { packets, info, fault } = framed(pcapBytes(PACKETS, { ...options, big }));
      expect({ format: info.format, fault }).toEqual({ format, fault: undefined });
      expect(packets.map(({ capLen, time }) => [capLen, time])).toEqual(OFFSETS_NS.map((time, n) => [60 + n, time]));
    }
  });
  test('Ixia of nanoseconds, and AIX, whose link types are interface types', () => {
    expect(framed(pcapBytes(PACKETS, { magic: 0x1c0001ac })).packets[1]?.time).toBe(1e9 + 1);
    const aix = framed(pcapBytes(PACKETS, { minor: 2, linkWord: 6 }));
    expect(aix.info).toMatchObject({ format: 'pcap (AIX)', linkTypes: [1] });
    expect(aix.packets[1]).toMatchObject({ time: 1e9 + 1, capLen: 61 });
  });
  test('a fault in an ordinary pcap does not make it a relative', () => {
    for (const at of [24 + 8, 24 + 76 + 8, 24 + 76 + 77 + 4]) {
      const file = pcapBytes(PACKETS);
      new DataView(file.buffer).setUint32(at, 0xffff_ffff, true);
      expect(framed(file).info.format).toBe('pcap');
    }
  });
});

describe('snoop', () => {
  test('packets are padded, times are µs, lost packets are counted up', () => {
    const { packets, info, fault } = framed(snoopBytes(PACKETS, { drops: [0, 0, 5, 7] }));
    expect(fault).toBeUndefined();
    expect(info).toMatchObject({ format: 'snoop', linkTypes: [1], drops: { betweenPackets: 7 } });
    expect(packets.map(({ capLen, time }) => [capLen, time])).toEqual(OFFSETS_NS.map((time, n) => [60 + n, time]));
  });
  test('sixteen bytes behind the first packet make it a Shomiti file, with other link types', () => {
    expect(framed(snoopBytes(PACKETS, { network: 10, trailer: 16 })).info).toMatchObject({
      format: 'snoop (Shomiti)',
      linkTypes: [1],
    });
    expect(refusal(snoopBytes(PACKETS, { network: 10, trailer: 15 }))).toContain('snoop link type 10');
  });
  test('a record shorter than its packet is a fault at its byte', () => {
    const file = snoopBytes(PACKETS);
    new DataView(file.buffer).setUint32(16 + 84 + 8, 84);
    expect(framed(file)).toMatchObject({
      packets: [{ capLen: 60 }],
      fault: { offset: 100, reason: 'a record of 84 bytes is too short for its packet of 61 bytes' },
    });
    new DataView(file.buffer).setUint32(16 + 84 + 8, 0xffff_ffff);
    expect(framed(file).fault).toMatchObject({ offset: 100 });
  });
});

describe('NetMon', () => {
  const start = Date.UTC(2024, 9, 21, 19, 25, 46) / 1000;
  test.each([
    [1, 0, 1e6],
    [2, 0, 1000],
    [2, 1, 1000],
    [2, 2, 1000],
  ])('%i.%i counts time from its start', (major, minor, unitNs) => {
    const frames = [0, 1000, 2_000_000].map((fraction, n) => ({ fraction, data: new Uint8Array(10 + n) }));
    const { packets, info, fault, epochSec } = framed(netmonBytes(frames, { major, minor }));
    expect({ format: info.format, fault, epochSec }).toEqual({
      format: `netmon ${major}.${minor}`,
      fault: undefined,
      epochSec: start,
    });
    expect(unitNs).toBeGreaterThan(0);
    expect(packets.map(({ capLen, time }) => [capLen, time])).toEqual([
      [10, 123e6],
      [11, 124e6],
      [12, 2e9 + 123e6],
    ]);
  });
  test('2.3 has the time of each frame in UTC, to 100 ns', () => {
    const frames = [{ sec: 1_700_000_000, fraction: 5, data: new Uint8Array(4) }];
    const { packets, epochSec } = framed(netmonBytes(frames, { minor: 3 }));
    expect([epochSec, packets[0]?.time]).toEqual([1_700_000_000, 5000]);
  });
  test('each frame has its own link type; what Network Monitor writes between frames is none', () => {
    const data = new Uint8Array(8);
    const wifi = joined(Uint8Array.of(2, 32, 0), new Uint8Array(29), Uint8Array.of(8, 0, 1, 2));
    const { packets } = framed(
      netmonBytes(
        [
          { data, medium: 1 },
          { data, medium: 9 },
          { data, medium: 0xe071 },
          { data, medium: 0xfffe },
          { data, medium: 0xffe0 },
          { data: wifi, medium: 6 },
        ],
        { minor: 2 },
      ),
    );
    expect(packets.map(({ linkType, capLen }) => [linkType, capLen])).toEqual([
      [1, 8],
      [101, 8],
      [113, 8],
      [0xffe0, 8],
      [105, 4],
    ]);
  });
  test('holes between frames are passed over, as the table tells', () => {
    const frames = [
      { data: new Uint8Array(8), hole: 100 },
      { data: new Uint8Array(9), hole: 7 },
    ];
    const { packets, fault } = framed(netmonBytes(frames));
    expect({ lengths: packets.map(({ capLen }) => capLen), fault }).toEqual({ lengths: [8, 9], fault: undefined });
  });
  test('without its table the frames are read one behind the other, and that is told', () => {
    const frames = [{ data: new Uint8Array(8) }, { data: new Uint8Array(9) }];
    const file = netmonBytes(frames, { table: false });
    expect(framed(file).packets).toHaveLength(2);
    expect(framed(file).info.notes).toEqual(['the table of its frames is missing']);
    expect(framed(file.subarray(0, -1))).toMatchObject({
      packets: [{ capLen: 8 }],
      fault: { offset: 152, reason: 'the file ends within a packet (24 of 25 bytes)' },
    });
  });
});

describe('what is no capture is called what it is', () => {
  const zeros = (n: number): Uint8Array => new Uint8Array(n);
  const etl = joined(zeros(72), Uint8Array.of(2, 0, 2, 0xc0), zeros(100));
  etl[1] = 0x40;
  const tar = joined(Buffer.from('a.txt'), zeros(252), Buffer.from('ustar'), zeros(250));
  test.each([
    [Buffer.from('<!DOCTYPE html><html>'), 'an HTML page'],
    [Buffer.from('{"records":[{"flowLogVersion":4}]}'), 'a flow log'],
    [Buffer.from('{"a":1}'), 'JSON'],
    [Buffer.from('<?xml version="1.0"?><Error><Code>AuthenticationFailed</Code></Error>'), 'an XML error message'],
    [Buffer.from('hello\nworld\n'), '(text)'.slice(1, -1)],
    [Buffer.from('\ufeffhello', 'utf16le'), 'text'],
    [Buffer.from('7f454c460201', 'hex'), 'an ELF program'],
    [Buffer.from('504b0506', 'hex'), 'an empty zip archive'],
    [etl, 'pktmon etl2pcap FILE.etl, or etl2pcapng FILE.etl FILE.pcapng'],
    [tar, 'a tar archive'],
    [zeros(2000), 'zero bytes only'],
    [Uint8Array.of(1, 2, 3, 4), 'binary data of an unknown kind'],
    [Buffer.from('XCP\x002.001'), 'editcap'],
    [Buffer.from('5d00008000ffffffffffffffff00', 'hex'), 'compressed with lzma'],
    [Buffer.from('5d00001000123456000000000000', 'hex'), 'compressed with lzma'],
    [Buffer.from('\x01\x01\x50\x00NetScaler V20 Performance Data\0'), 'a NetScaler trace, convert it first: editcap'],
    [Buffer.from('Netscaler V35 Performance Data\0'), 'a NetScaler trace, convert it first: editcap'],
    [Buffer.from('<?xml version="1.0"?>\n<pdml version="0">'), 'save them as pcapng'],
    [Buffer.from('12:00:01.123456 IP 10.0.0.1.80 > 10.0.0.2.1: Flags [S]\n'), 'tcpdump -w FILE.pcap'],
    [Buffer.from('0000  00 01 02 03 04 05 06 07 08  ........\n'), 'text2pcap FILE FILE.pcap'],
  ])('%#', (file, looks) => {
    expect(refusal(file)).toMatch(/^CAPTURE_UNKNOWN_FORMAT /);
    expect(refusal(file)).toContain(looks);
  });
});
