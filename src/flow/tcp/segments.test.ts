import { describe, expect, test } from 'vitest';
import { A, B, conversation, hex, type TestFlow, type TestPacket, tcp, track } from '../testing.ts';

const flowOf = (packets: readonly TestPacket[]): TestFlow => {
  const { flows } = track(packets);
  expect(flows.length).toBe(1);
  return flows[0]!;
};
const factsOf = (packets: readonly TestPacket[]): TestFlow['facts'] => flowOf(packets).facts;
const open = conversation`
  A>B S 99
  B>A SA 499 ack 100
  A>B A 100 ack 500
`;
/** A handshake, then what follows from second 2 on. */
const opened = (packets: readonly TestPacket[]): TestPacket[] => [...open, ...packets];

describe('segments that say again what was said', () => {
  test('are retransmissions: packets and bytes', () => {
    const flow = flowOf(
      opened(conversation`
      A>B A 100+50 ack 500 @2
      A>B A 100+50 ack 500 @2.3
    `),
    );
    expect(flow).toMatchObject({ srcPayload: 50, srcRetrans: 50 });
    expect(flow.facts).toMatchObject({ 'src.retrans.packets': 1 });
  });
  test('are fast ones within 20 ms of two duplicate ACKs', () => {
    const lost = (at: '@2.019' | '@2.1'): TestPacket[] => [
      ...conversation`
        A>B A 100+50 ack 500 @2
        A>B A 200+50 ack 500
        B>A A 500 ack 150
        B>A A 500 ack 150
        B>A A 500 ack 150
      `,
      ...(at === '@2.019' ? conversation`A>B A 150+50 ack 500 @2.019` : conversation`A>B A 150+50 ack 500 @2.1`),
    ];
    expect(factsOf(opened(lost('@2.019')))).toMatchObject({
      'src.retrans.fast': 1,
      'src.retrans.packets': 1,
      'dst.dup_acks': 2,
    });
    const late = factsOf(opened(lost('@2.1')));
    expect(late).toMatchObject({ 'src.retrans.packets': 1 });
    expect(late).not.toHaveProperty('src.retrans.fast');
  });
  test('are spurious when they were acknowledged before', () => {
    expect(
      factsOf(
        opened(conversation`
        A>B A 100+50 ack 500 @2
        B>A A 500 ack 150
        A>B A 100+50 ack 500
      `),
      ),
    ).toMatchObject({ 'src.retrans.spurious': 1, 'src.retrans.packets': 1 });
  });
  test('count when they carry a SYN or a FIN alone, without bytes', () => {
    const flow = flowOf(conversation`
      A>B S 99
      A>B S 99 @2
      B>A SA 499 ack 100
      A>B A 100 ack 500
      A>B FA 100 ack 500
      A>B FA 100 ack 500 @3
    `);
    expect(flow).toMatchObject({ srcRetrans: 0, srcPayload: 0 });
    expect(flow.facts).toMatchObject({ 'src.retrans.packets': 2 });
  });
  test('over the wrap of sequence numbers are found, too', () => {
    const flow = flowOf(conversation`
      A>B S 4294967263
      B>A SA 499 ack 4294967264
      A>B A 4294967264+64 ack 500
      A>B A 4294967264+64 ack 500 @2
    `);
    expect(flow).toMatchObject({ srcPayload: 64, srcRetrans: 64, srcLost: 0 });
  });
});

describe('segments that come late', () => {
  test('are out of order when they come sooner than a round trip after the next one', () => {
    const flow = flowOf(
      opened(conversation`
      A>B A 150+50 ack 500 @2
      A>B A 100+50 ack 500 @2.001
    `),
    );
    expect(flow).toMatchObject({ srcPayload: 100, srcRetrans: 0, srcLost: 0 });
    expect(flow.facts).toMatchObject({ 'src.out_of_order': 1, 'src.gaps': 1 });
    expect(flow.facts).not.toHaveProperty('src.retrans.packets');
  });
  test('are taken for sent again when they come later, though no byte was captured twice', () => {
    const flow = flowOf(
      opened(conversation`
      A>B A 150+50 ack 500 @2
      A>B A 100+50 ack 500 @2.5
    `),
    );
    expect(flow).toMatchObject({ srcPayload: 100, srcRetrans: 0, srcLost: 0 });
    expect(flow.facts).toMatchObject({ 'src.retrans.packets': 1 });
  });
  test('are out of order, not sent again, when their ACK was captured before them', () => {
    const facts = factsOf(
      opened(conversation`
      A>B A 150+50 ack 500 @2
      B>A A 500 ack 200
      A>B A 100+50 ack 500
    `),
    );
    expect(facts).toMatchObject({ 'src.out_of_order': 1 });
    expect(facts).not.toHaveProperty('src.retrans.spurious');
  });
});

describe('numbers before the first one known', () => {
  test('are of new bytes where the capture began half-way', () => {
    expect(
      flowOf(conversation`
        A>B A 1000+100 ack 500
        A>B A 900+100 ack 500
        A>B A 1000+100 ack 500
      `),
    ).toMatchObject({ srcPayload: 200, srcRetrans: 100, srcLost: 0 });
  });
  test('are those of the stream when a stray SYN-ACK gave others', () => {
    expect(
      flowOf(
        opened(conversation`
          B>A SA 99000000 ack 100
          A>B A 100 ack 500
          B>A A 500+1000 ack 100
          B>A A 1500+1000 ack 100
          A>B A 100 ack 2500
        `),
      ),
    ).toMatchObject({ dstPayload: 2000, dstRetrans: 0, dstLost: 0 });
  });
});

describe('bytes that were not captured', () => {
  test('are not lost when it is the FIN that came behind the ACK after it', () => {
    const packets = conversation`
      A>B A 100+50 ack 500 @2
      A>B A 151 ack 500
      A>B FA 150 ack 500
    `;
    expect(flowOf(opened(packets))).toMatchObject({ srcPayload: 50, srcLost: 0, srcRetrans: 0 });
  });
  test('are lost when later ones were', () => {
    expect(
      flowOf(
        opened(conversation`
      A>B A 100+50 ack 500 @2
      A>B A 250+10 ack 500
    `),
      ),
    ).toMatchObject({ srcPayload: 60, srcLost: 100 });
  });
  test('are lost when they were acknowledged, even if nothing follows', () => {
    expect(
      flowOf(
        opened(conversation`
      A>B A 100+50 ack 500 @2
      B>A A 500 ack 1650
    `),
      ),
    ).toMatchObject({ srcPayload: 50, srcLost: 1500 });
  });
  test('are not claimed for the other direction of a capture of one direction', () => {
    expect(
      flowOf(conversation`
      A>B S 99
      A>B A 100 ack 500
      A>B A 100+50 ack 900
      A>B A 150 ack 90000
    `),
    ).toMatchObject({ dstLost: 0, srcLost: 0, state: 'S0' });
  });
  test('are not claimed for the FIN that was not captured', () => {
    expect(
      flowOf(
        opened(conversation`
      A>B A 100+50 ack 500 @2
      B>A A 500 ack 151
    `),
      ),
    ).toMatchObject({ srcLost: 0 });
  });
});

describe('what is no trouble', () => {
  test('a keep-alive and its answer are neither sent again nor duplicate', () => {
    const flow = flowOf(
      opened(conversation`
      A>B A 100+50 ack 500 @2
      B>A A 500 ack 150
      A>B A 149+1 ack 500 @60
      B>A A 500 ack 150
      A>B A 149 ack 500 @120
      B>A A 500 ack 150
    `),
    );
    expect(flow).toMatchObject({ srcRetrans: 0, srcPayload: 50 });
    expect(flow.facts['src.keep_alives']).toBe(2);
    expect(Object.keys(flow.facts).filter((key) => /retrans|dup_acks/.test(key))).toEqual([]);
  });
  test('one packet of many segments, as a card that puts them together hands it over', () => {
    expect(
      flowOf(
        opened(conversation`
      A>B A 100+8000 ack 500 @2
      B>A A 500 ack 8100
      A>B A 8100+8000 ack 500
    `),
      ),
    ).toMatchObject({ srcPayload: 16000, srcLost: 0, srcRetrans: 0 });
  });
  test('packets cut by the snap length: their numbers count with the length of the wire', () => {
    const packets = opened(conversation`
      A>B A 100+1000 ack 500 @2
      A>B A 1100+1000 ack 500
      A>B A 1100+1000 ack 500 @3
    `).map((packet) => ({ ...packet, origLen: packet.bytes.length, bytes: packet.bytes.subarray(0, 50) }));
    expect(flowOf(packets)).toMatchObject({ srcPayload: 2000, srcRetrans: 1000, srcLost: 0, truncated: true });
  });
  test('packets cut before TCP, which have no numbers: those of other packets are not theirs', () => {
    const stations = '020000000002 020000000001';
    const v4 = hex`${stations} 0800 46000064 00010000 40060000 0a000009 0a000008`; // a header of 24 bytes
    const v6 = hex`${stations} 86dd 60000000 0060 3c 40 ${'00'.repeat(15)}09 ${'00'.repeat(15)}08 0602 0104 00000000`; // options of 24
    const others = [0, 90_000_000, 300_000_000].map((seq) => tcp({ from: A, to: B, flags: 'A', seq, length: 10 }));
    for (const bytes of [v4, v6]) {
      const packets = others.flatMap((other, at) => [
        { at, bytes: other },
        { at: at + 0.5, bytes, origLen: 150 },
      ]);
      const { flows } = track(packets);
      const cut = flows.filter(({ hasPorts }) => !hasPorts);
      expect(cut).toMatchObject([{ proto: 6, srcPackets: 3, srcPayload: 0, srcLost: 0, srcRetrans: 0, facts: {} }]);
    }
  });
  test('a segment in two fragments', () => {
    const [whole, next] = conversation`
      A>B A 100+64 ack 500 @2
      A>B A 164+10 ack 500
    `;
    const cut = 14 + 20 + 20 + 28; // 48 bytes of the datagram, a multiple of 8
    const first = whole!.bytes.slice(0, cut);
    const last = new Uint8Array([...whole!.bytes.slice(0, 34), ...whole!.bytes.slice(cut)]);
    first.set([0, 68, 0, 7, 0x20, 0], 16);
    last.set([0, 56, 0, 7, 0, 6], 16);
    const flow = flowOf(opened([{ at: 2, bytes: first }, { at: 2.0001, bytes: last }, next!]));
    expect(flow).toMatchObject({ srcPayload: 74, srcLost: 0, srcRetrans: 0 });
    expect(flow.facts).not.toHaveProperty('src.gaps');
  });
  describe('in fragments', () => {
    const cut = 14 + 20 + 20 + 28; // 48 bytes of the datagram, a multiple of 8
    /** A segment of 64 bytes in two. */
    const halves = (whole: Uint8Array, id: number): [Uint8Array, Uint8Array] => {
      const first = whole.slice(0, cut);
      const last = new Uint8Array([...whole.slice(0, 34), ...whole.slice(cut)]);
      first.set([0, 68, 0, id, 0x20, 0], 16);
      last.set([0, 56, 0, id, 0, 6], 16);
      return [first, last];
    };
    const segment = (flags: string) => tcp({ from: A, to: B, flags, seq: 100, ack: 500, length: 64 });
    const [one, two] = [halves(segment('A'), 7), halves(segment('A'), 8)];

    test.each([
      ['in order', [0, 1]],
      ['the last first', [1, 0]],
    ] as const)('a segment sent again is one segment sent again: %s', (_, order) => {
      const [again, twice] = order.map((part, n) => ({ at: 3 + n / 1e4, bytes: two[part] }));
      const flow = flowOf(opened([{ at: 2, bytes: one[0] }, { at: 2.0001, bytes: one[1] }, again!, twice!]));
      expect(flow).toMatchObject({ srcPayload: 64, srcLost: 0, srcRetrans: 64, facts: { 'src.retrans.packets': 1 } });
      expect(flow.facts).not.toHaveProperty('src.out_of_order');
    });

    test('a segment whose last fragment comes first is in order', () => {
      const flow = flowOf(
        opened([
          { at: 2, bytes: one[1] },
          { at: 2.0001, bytes: one[0] },
        ]),
      );
      expect(flow).toMatchObject({ srcPayload: 64, srcLost: 0, srcRetrans: 0 });
      for (const fact of ['src.retrans.packets', 'src.out_of_order', 'src.gaps'])
        expect(flow.facts).not.toHaveProperty(fact);
    });

    test('the end of the stream is behind the last fragment', () => {
      const [first, last] = halves(segment('AF'), 7);
      const [ack] = conversation`B>A A 500 ack 165 @3`;
      const flow = flowOf(opened([{ at: 2, bytes: first }, { at: 2.0001, bytes: last }, ack!]));
      expect(flow).toMatchObject({ srcPayload: 64, srcLost: 0, srcRetrans: 0 });
      expect(flow.facts).not.toHaveProperty('src.retrans.packets');
    });
  });
  test('a stream of more than half the space of numbers', () => {
    const packets = Array.from({ length: 700 }, (_, n) => ({
      at: 2 + n,
      origLen: 4_000_054,
      bytes: tcp({ from: A, to: B, flags: 'A', seq: (100 + n * 4_000_000) >>> 0, ack: 500, length: 0 }),
    })).map((packet) => {
      packet.bytes.set([0, 0], 16); // length 0: the sender's card segments
      return packet;
    });
    const flow = flowOf([...open, ...packets, packets.at(-1)!]);
    expect(flow).toMatchObject({ srcPayload: 2_800_000_000, srcRetrans: 4_000_000, srcLost: 0 });
  });
  test('data in a SYN', () => {
    expect(
      flowOf(conversation`
      A>B S 99+20
      B>A SA 499 ack 120
      A>B A 120+30 ack 500
    `),
    ).toMatchObject({ srcPayload: 50, srcLost: 0, srcRetrans: 0 });
  });
  test('a clock that is set back', () => {
    const { facts } = flowOf(
      opened(conversation`
      A>B A 100+50 ack 500 @9
      B>A A 500 ack 150 @5
    `),
    );
    expect(facts).not.toHaveProperty('src.rtt');
  });
});

describe('windows', () => {
  test('of zero are counted, those of a reset are not', () => {
    const facts = factsOf(
      opened(conversation`
      B>A A 500 ack 100 win 0 @2
      B>A A 500 ack 100 win 0
      B>A RA 500 ack 100 win 0
    `),
    );
    expect(facts).toMatchObject({ 'dst.zero_windows': 2, 'tcp.history': 'ShAawr' });
  });
  test('are full when a segment ends where they do, scaled', () => {
    expect(
      factsOf(conversation`
        A>B S 99 mss 1460 scale 2
        B>A SA 499 ack 100 mss 1400 scale 3
        A>B A 100 ack 500
        B>A A 500 ack 100 win 100
        A>B A 100+400 ack 500
        A>B A 500+400 ack 500
      `),
    ).toMatchObject({ 'src.window_full': 1, 'src.mss': 1460, 'dst.mss': 1400 });
  });
});

describe('round trips', () => {
  test('of the handshake are told in two parts, that add up', () => {
    const flow = flowOf(conversation`
      A>B S 99 @1
      B>A SA 499 ack 100 @1.02
      A>B A 100 ack 500 @1.0215
    `);
    expect(flow.rttUs).toBe(21500);
    expect(flow.facts).toMatchObject({ 'src.syn_rtt': 20000, 'dst.syn_rtt': 1500 });
  });
  test('of the handshake are told from one side alone', () => {
    const flow = flowOf(conversation`
      A>B S 99 @1
      A>B A 100 ack 500 @1.03
    `);
    expect(flow.rttUs).toBe(30000);
    expect(flow.facts).not.toHaveProperty('src.syn_rtt');
  });
  test('of data are told by the side that sent them', () => {
    expect(
      factsOf(
        opened(conversation`
        A>B A 100+50 ack 500 @2
        B>A A 500 ack 150 @2.04
        B>A A 500+70 ack 150 @3
        A>B A 150 ack 570 @3.001
      `),
      ),
    ).toMatchObject({ 'src.rtt': 40000, 'src.rtt.min': 40000, 'dst.rtt': 1000 });
  });
  test('of data that were sent again are not told', () => {
    expect(
      factsOf(
        opened(conversation`
        A>B A 100+50 ack 500 @2
        A>B A 100+50 ack 500 @2.3
        B>A A 500 ack 150 @2.31
      `),
      ),
    ).not.toHaveProperty('src.rtt');
  });
});

describe("history in Zeek's letters", () => {
  test('of a whole connection', () => {
    expect(
      factsOf(
        opened(conversation`
        A>B PA 100+50 ack 500 @2
        B>A A 500 ack 150
        B>A PA 500+70 ack 150
        A>B A 150 ack 570
        A>B FA 150 ack 570
        B>A FA 570 ack 151
        A>B A 151 ack 571
      `),
      ),
    ).toMatchObject({ 'tcp.history': 'ShADadFf' });
  });
  test('tells the 1st, the 10th and the 100th retransmission', () => {
    const again = Array.from({ length: 120 }, (_, n) => ({ ...conversation`A>B A 100+50 ack 500 @2`[0]!, at: 2 + n }));
    expect(factsOf(opened(again))['tcp.history']).toBe('ShADTTT');
  });
  test('begins with ^ when a server was heard first', () => {
    const { src, facts } = flowOf(conversation`
      B>A SA 499 ack 100
      A>B A 100 ack 500
    `);
    expect({ src, history: facts['tcp.history'] }).toEqual({ src: '10.0.0.1:50000', history: '^hA' });
  });
  test('has a G for what was acknowledged and not captured', () => {
    expect(
      factsOf(
        opened(conversation`
        A>B A 100+50 ack 500 @2
        A>B A 250+10 ack 500
        B>A A 500 ack 260
      `),
      )['tcp.history'],
    ).toBe('ShADaG');
  });
  test('keeps to thirty letters', () => {
    const resets = Array.from({ length: 90 }, () => conversation`A>B R 1000`[0]!).map((packet, n) => {
      const bytes = packet.bytes.slice();
      bytes[41] = n;
      return { at: 2 + n / 1000, bytes };
    });
    expect(String(factsOf(opened(resets))['tcp.history']).length).toBe(30);
  });
});

describe('states of ends', () => {
  test('a reset after both ends closed leaves the connection closed well', () => {
    expect(
      flowOf(
        opened(conversation`
      A>B FA 100 ack 500 @2
      B>A FA 500 ack 101
      A>B R 101
    `),
      ).state,
    ).toBe('SF');
  });
  test('a FIN and a reset of one end, answered by a FIN, were an end, too', () => {
    expect(
      flowOf(
        opened(conversation`
      A>B FA 100 ack 500 @2
      A>B R 101
      B>A FA 500 ack 101
    `),
      ).state,
    ).toBe('SF');
  });
  test('a SYN answered by data without a SYN-ACK is half a connection', () => {
    expect(
      flowOf(conversation`
      A>B S 99
      B>A A 500+10 ack 100
    `).state,
    ).toBe('OTH');
  });
});
