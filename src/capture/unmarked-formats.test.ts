/** Formats that are rare, or have no mark at their start: Endace's ERF, CommView's, AIX's iptrace. */
import { describe, expect, test } from 'vitest';
import { isCapture, openCapture } from './formats.ts';
import { type FramedCapture, frameAll } from './framing-testing.ts';
import { joined, pcapBytes, pcapngBlocks } from './testing.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'hex'));

function framed(text: string): FramedCapture {
  const all = frameAll(hex(text));
  if (typeof all === 'string') throw new Error(all);
  return all;
}

const refusal = (text: string): string => {
  const opened = openCapture(hex(text));
  return opened.ok ? 'opened' : opened.code;
};

/** 2023-11-14 22:13:20 */
const SEC = 0x6553f100;
const le32 = (value: number): string => Buffer.from(Uint32Array.of(value).buffer).toString('hex');
const le16 = (value: number): string => le32(value).slice(0, 4);
const be16 = (value: number): string => value.toString(16).padStart(4, '0');
const bytes = (text: string): number => text.replace(/\s/g, '').length / 2;

interface Record {
  readonly type?: number;
  readonly wire?: number;
  readonly sec?: number;
  readonly flags?: string;
}
const erf = (
  rest: string,
  { type = 2, wire = Math.max(0, bytes(rest) - 2), sec = SEC, flags = '04' }: Record = {},
): string =>
  `00000080 ${le32(sec)} ${type.toString(16).padStart(2, '0')} ${flags} ${be16(16 + bytes(rest))} 0000 ${be16(wire)} ${rest}`;

describe('ERF', () => {
  const frame = 'aa'.repeat(60);
  test('an Ethernet frame lies behind two bytes, is as long as it was, and what aligns it is not of it', () => {
    const { packets, info, epochSec, fault } = framed(erf(`0000 ${frame} 0000`, { wire: 60 }) + erf(`0000 ${frame}`));
    expect({ format: info.format, epochSec, fault }).toEqual({ format: 'ERF', epochSec: SEC, fault: undefined });
    expect(packets).toEqual([
      { offset: 18, capLen: 60, origLen: 60, time: 5e8, linkType: 1 },
      { offset: 98, capLen: 60, origLen: 60, time: 5e8, linkType: 1 },
    ]);
  });
  test.each([
    ['HDLC', 1, '', 104, 16],
    ['HDLC of a channel', 5, '00000001', 104, 20],
    ['IPv4', 22, '', 228, 16],
    ['IPv6', 23, '', 229, 16],
    ['Ethernet behind two extension headers', 0x82, `84${'00'.repeat(7)} 04${'00'.repeat(7)} 0000`, 1, 34],
    ['ATM, which keeps its header', 3, '', 197, 0],
  ])('%s', (_, type, before, linkType, offset) => {
    expect(framed(erf(`${before} ${frame}`, { type, wire: 60 })).packets).toMatchObject([
      { offset, linkType, capLen: linkType === 197 ? 76 : 60 },
    ]);
  });
  test('of a frame that was cut the length on the wire is told', () => {
    expect(framed(erf(`0000 ${frame}`, { wire: 1518 })).packets).toMatchObject([{ capLen: 60, origLen: 1518 }]);
  });
  test('padding is no packet, and what has no time has that of the first packet', () => {
    const { packets } = framed(erf('', { type: 27, sec: 0, wire: 0 }) + erf(`0000 ${frame}`) + erf('', { type: 48 }));
    expect(packets.map(({ linkType, time }) => [linkType, time])).toEqual([
      [197, 5e8],
      [1, 5e8],
    ]);
  });
  test('a record too short for its header ends the file', () => {
    const good = erf(`0000 ${frame}`).repeat(5);
    const { packets, fault } = framed(good + erf('').replace('0010', '000f'));
    expect(packets).toHaveLength(5);
    expect(fault?.reason).toBe('a record of 15 bytes is too short for its header');
  });
  test('extension headers that never end leave the record as it is', () => {
    expect(framed(erf('ff'.repeat(16), { type: 0x82, wire: 60 })).packets).toMatchObject([
      { linkType: 197, offset: 0, capLen: 32 },
    ]);
  });
  test('in a pcap or a pcapng, what is in a record takes its place', () => {
    const frames = [
      erf(`0000 ${frame} 0000`, { wire: 60 }),
      erf(frame, { type: 22, wire: 1518 }),
      erf(frame, { type: 3 }),
      erf(`0000 ${frame}`).slice(0, 50),
    ].map(hex);
    const ng = pcapngBlocks();
    const files = [
      pcapBytes(
        frames.map((data) => ({ data })),
        { linkWord: 197 },
      ),
      joined(ng.section(), ng.interface(197), ...frames.map((data) => ng.enhanced(0, 0n, data))),
    ];
    for (const file of files) {
      const all = frameAll(file);
      if (typeof all === 'string') throw new Error(all);
      expect(all.info.linkTypes).toEqual([197]);
      expect(all.packets.map(({ capLen, origLen, linkType }) => [capLen, origLen, linkType])).toEqual([
        [60, 60, 1],
        [60, 1518, 228],
        [76, 76, 197],
        [3, 60, 1],
      ]);
      expect(file[all.packets[0]!.offset]).toBe(0xaa);
    }
  });
  const tooLate = erf(`0000 ${frame}`, { sec: SEC + 400 * 86_400 });
  test.each([
    ['a type that there is not', erf(`0000 ${frame}`, { type: 30 })],
    ['no type', erf(`0000 ${frame}`, { type: 0 })],
    ['reserved flags', erf(`0000 ${frame}`, { flags: '40' })],
    ['no time', erf(`0000 ${frame}`, { sec: 0 })],
    ['more stored than there was', erf(`0000 ${'aa'.repeat(300)}`, { wire: 60 })],
    ['a second record that is none', `${erf(`0000 ${frame}`)} ${'20'.repeat(16)}`],
    ['a second record a year later', erf(`0000 ${frame}`) + tooLate],
    ['padding alone', erf('', { type: 48 })],
  ])('%s: no ERF', (_, file) => {
    expect(refusal(file)).toBe('CAPTURE_UNKNOWN_FORMAT');
    expect(isCapture(hex(file))).toBe(false);
  });
});

const DATE = `${le16(2023)} 0b 0e 16 0d 14 ${le32(123_456)}`;

describe('CommView', () => {
  const ncf = (body: string, flags = '00', date = DATE): string =>
    `${le16(bytes(body))} ${le16(bytes(body))} 00 ${date} ${flags} 64 00 00 00 00 00 00 ${body}`;
  const ncfx = (body: string, medium = '00', direction = '02'): string =>
    `${le32(20 + bytes(body))} ${DATE} ${medium} 00 ${direction} 00 00 ${body}`;

  test('NCF: 24 bytes before each packet', () => {
    const { packets, info, epochSec } = framed(ncf('aabbcc') + ncf('dd', '01') + ncf('', '02'));
    expect({ format: info.format, epochSec }).toEqual({ format: 'CommView NCF', epochSec: SEC });
    expect(packets).toEqual([
      { offset: 24, capLen: 3, origLen: 3, time: 123_456_000, linkType: 1 },
      { offset: 51, capLen: 1, origLen: 1, time: 123_456_000, linkType: 105 },
      { offset: 76, capLen: 0, origLen: 0, time: 123_456_000, linkType: 6 },
    ]);
  });
  test('NCFX: 20 bytes, and those of the radio before an 802.11 frame', () => {
    const radio = `${le16(24)} ${'00'.repeat(22)}`;
    const { packets, info } = framed(ncfx('aabbcc') + ncfx(`${radio} ddee`, '01', '00') + ncfx('ff'));
    expect(info.format).toBe('CommView NCFX');
    expect(packets.map(({ offset, capLen, linkType }) => [offset, capLen, linkType])).toEqual([
      [20, 3, 1],
      [67, 2, 105],
      [89, 1, 1],
    ]);
  });
  test('a header of the radio that is longer than its record ends with it', () => {
    const { packets } = framed(ncfx(`${le16(0xffff)} ${'00'.repeat(20)}`, '01', '00'));
    expect(packets).toMatchObject([{ offset: 42, capLen: 0 }]);
  });
  test.each([
    ['a compressed packet', ncf('aa') + ncf('bb', '40'), "a packet is compressed, which can't be undone"],
    ['no date', `${ncf('aa')} ${'ff'.repeat(24)}`, 'a record has no date'],
    [
      'a record shorter than its header',
      `${ncfx('aa')} ${ncfx('').replace(/^14/, '13')}`,
      'a record of 19 bytes is too short for its header',
    ],
    [
      'a record that goes on behind the end',
      ncfx('aa') + ncfx('bb').slice(0, -2),
      'the file ends within a packet (20 of 21 bytes)',
    ],
  ])('%s ends the file', (_, file, reason) => {
    const { packets, fault } = framed(file);
    expect(packets).toHaveLength(1);
    expect(fault?.reason).toBe(reason);
  });
  test.each([
    ['month 13', DATE.replace(' 0b ', ' 0d ')],
    ['hour 24', DATE.replace(' 16 ', ' 18 ')],
    ['a million µs', DATE.replace(le32(123_456), le32(1e6))],
    ['1989', DATE.replace(le16(2023), le16(1989))],
  ])('%s is no date, and the file none of these', (_, date) => {
    expect(refusal(ncf('aabbcc', '00', date))).toBe('CAPTURE_UNKNOWN_FORMAT');
    expect(refusal(ncfx('aabbcc').replace(DATE, date))).toBe('CAPTURE_UNKNOWN_FORMAT');
  });
});

describe('iptrace', () => {
  const name = (version: string): string => Buffer.from(`iptrace ${version}`).toString('hex');
  const record = (body: string, type: number, time = ''): string => {
    const facts = `000000 00 656e0000 ${'00'.repeat(12)} ${type.toString(16).padStart(2, '0')} 01 ${time} ${body}`;
    return `${bytes(facts).toString(16).padStart(8, '0')} ${SEC.toString(16)} ${facts}`;
  };
  test('2.0: ns, several interfaces', () => {
    const time = `0000 ${(SEC + 1).toString(16)} 00000007`;
    const { packets, info, epochSec } = framed(
      name('2.0') + record('aabbcc', 6, time) + record('dd', 24, time) + record('', 61, time),
    );
    expect({ format: info.format, epochSec, linkTypes: info.linkTypes }).toEqual({
      format: 'iptrace 2.0',
      epochSec: SEC + 1,
      linkTypes: [1, 101, 0xdf00 + 61],
    });
    expect(packets[0]).toEqual({ offset: 51, capLen: 3, origLen: 3, time: 7, linkType: 1 });
    expect(packets).toHaveLength(3);
  });
  test('1.0: seconds', () => {
    const { packets, epochSec } = framed(name('1.0') + record('aabbcc', 9) + record('dd', 6));
    expect(epochSec).toBe(SEC);
    expect(packets.map(({ offset, capLen, linkType }) => [offset, capLen, linkType])).toEqual([
      [41, 3, 6],
      [74, 1, 1],
    ]);
  });
  test('a record too short for its facts ends the file, another version is none of ours', () => {
    const { packets, fault } = framed(`${name('1.0') + record('aa', 6)} 00000015 00000000 ${'00'.repeat(21)}`);
    expect([packets.length, fault?.reason]).toEqual([
      1,
      'a record of 21 bytes is too short for what it says of its packet',
    ]);
    expect(refusal(name('3.0'))).toBe('CAPTURE_BAD_HEADER');
  });
});
