import { expect, test } from 'vitest';
import { bytesOf as bytes } from '#wire/testing.ts';
import { track } from './testing.ts';

const ETH = '020000000002 020000000001';
const UDP = '1388 0035 000a 0000 aabb';
const size = (hex: string): number => hex.replace(/\s/g, '').length / 2;

/** 10.0.0.1 to 10.0.0.2 with IPv4 options of a multiple of four bytes. */
const routed4 = (options: string): Uint8Array => {
  const words = (20 + size(options)) / 4;
  const total = (20 + size(options) + 10).toString(16).padStart(4, '0');
  return bytes(`${ETH} 0800 4${words.toString(16)}00 ${total} 0001 0000 4011 0000 0a000001 0a000002 ${options} ${UDP}`);
};

const IPV4_ROUTES: readonly (readonly [string, string, string])[] = [
  ['loose, nothing passed yet', '83 0b 04 0a000010 0a000011 00', '10.0.0.17'],
  ['strict, one of two passed', '89 0b 08 0a000010 0a000011 00', '10.0.0.17'],
  ['behind what is padding', '01 01 01 83 07 04 0a000011 0000', '10.0.0.17'],
  ['behind a recorded route and a time', '07 07 04 00000000 44 04 05 00 01 83 07 04 0a000011 00', '10.0.0.17'],
  ['all passed', '83 0b 0c 0a000010 0a000011 00', '10.0.0.2'],
  ['the greatest pointer that is in it', '83 07 04 0a000011 00', '10.0.0.17'],
  ['a pointer into the option itself', '83 07 00 0a000011 00', '10.0.0.2'],
  ['a pointer into an address', '83 07 05 0a000011 00', '10.0.0.2'],
  ['no address', '83 03 04 00', '10.0.0.2'],
  ['half an address', '83 05 04 0a00 000000', '10.0.0.2'],
  ['longer than the header', '83 0f 04 0a000011 00', '10.0.0.2'],
  ['no length', '83 00 04 0a000011 00', '10.0.0.2'],
  ['behind an option without length', '44 00 83 07 04 0a000011 0000 00', '10.0.0.2'],
  ['behind the end of options', '00 83 07 04 0a000011', '10.0.0.2'],
  ['its kind as the last byte', '01 01 01 83', '10.0.0.2'],
];

test.each(IPV4_ROUTES)('IPv4, a source route, %s', (_, options, target) => {
  expect(track([{ at: 0, bytes: routed4(options) }]).flows).toMatchObject([
    { src: '10.0.0.1:5000', dst: `${target}:53`, srcPayload: 2 },
  ]);
});

const address = (last: string): string => `20010db80000000000000000000000${last}`;

test.each([
  ['two of a byte each', '1101 0302 ff600000 10 11 000000000000', address('11')],
  ['one left of two', '1101 0301 ff600000 10 11 000000000000', address('11')],
  ['none left', '1101 0300 ff600000 10 11 000000000000', address('02')],
  ['three left of two', '1101 0303 ff600000 10 11 000000000000', address('02')],
  ['whole addresses', `1102 0301 00000000 ${address('11')}`, address('11')],
  ['eight bytes', '1101 0301 88000000 0a0b0c0d0e0f1011', '20010db8000000000a0b0c0d0e0f1011'],
  ['the last shared less', '1101 0302 ed300000 0010 0a0b11 000000', '20010db80000000000000000000a0b11'],
  ['the last shared more', '1101 0302 df400000 000010 11 00000000', address('11')],
  [
    'the last three shared bytes of a word',
    '1101 0301 fb300000 0a0b0c0d11 000000',
    '20010db800000000000000' + '0a0b0c0d11',
  ],
  ['more padding than there is', '1100 0301 fff00000', address('02')],
  ['bytes that are no whole address', '1101 0301 e0600000 10 11 000000000000', address('02')],
  ['no address', '1100 0301 ff000000', address('02')],
])('IPv6, an RPL source route, %s', (_, header, target) => {
  const rest = `${header} ${UDP}`;
  const length = size(rest).toString(16).padStart(4, '0');
  const frame = bytes(`${ETH} 86dd 60000000 ${length} 2b 40 ${address('01')} ${address('02')} ${rest}`);
  expect(track([{ at: 0, bytes: frame }]).flows).toMatchObject([
    { src: `${address('01')}:5000`, dst: `${target}:53`, srcPayload: 2 },
  ]);
});

test('what answers a routed packet is of its flow, with three workers as with one', () => {
  const there = routed4('83 0b 04 0a000010 0a000011 00');
  const back = bytes(`${ETH} 0800 4500 001e 0001 0000 4011 0000 0a000011 0a000001 0035 1388 000a 0000 aabb`);
  const packets = [there, back].map((one, at) => ({ at, bytes: one }));
  const once = track(packets).flows;
  expect(once).toMatchObject([{ src: '10.0.0.1:5000', dst: '10.0.0.17:53', srcPackets: 1, dstPackets: 1 }]);
  expect([0, 1, 2].flatMap((shard) => track(packets, { shard, shards: 3 }).flows)).toEqual(once);
});
