/** What inspection is handed of a packet: one object a flow table, filled anew for each payload. */
import type { Payload } from '#dissect/dissector.ts';
import { TCP } from '#registry/ip-protocols.ts';
import type { Headers } from '#wire/headers.ts';
import { isToGroup } from './direction.ts';
import { addressPair } from './key.ts';
import * as S from './open/slot.ts';

export function createPayload(): Payload {
  return {
    buf: new Uint8Array(0),
    off: 0,
    end: 0,
    wireLength: 0,
    proto: 0,
    fromSrc: true,
    proved: false,
    side: 0,
    sendPort: 0,
    recvPort: 0,
    index: 0,
    midstream: false,
    gap: false,
    time: 0.5, // a double from the start: the engine of JavaScript keeps it as one
    pair: 0,
    stateA: 0,
    stateB: 0,
    seqOffset: 0,
  };
}

/** Fills `p` with what `side` of the flow at `i` sent: the payload in `buf` whose headers are in `h`. */
export function fillPayload(
  p: Payload,
  ints: Int32Array,
  i: number,
  side: number,
  h: Headers,
  buf: Uint8Array,
  time: number,
): void {
  const flags = ints[i + S.FLAGS]!;
  p.buf = buf;
  p.off = h.payloadOff;
  p.end = h.payloadEnd;
  p.wireLength = h.payloadWire;
  p.gap = false;
  p.time = time;
  p.pair = addressPair(h);
  p.proto = h.proto;
  p.side = side;
  p.proved = (flags & (S.FLAG_INITIATOR_0 | S.FLAG_INITIATOR_1)) !== 0 || isToGroup(h);
  p.fromSrc = side === S.srcSide(flags);
  p.sendPort = h.srcPort;
  p.recvPort = h.dstPort;
  p.index = ints[i + S.PAYLOAD_PACKETS + side]!;
  if (h.proto === TCP) {
    p.midstream = (flags & (S.FLAG_SYN_0 << side)) === 0;
    p.seqOffset = (h.seq + ((h.tcpFlags >> 1) & 1) - ints[i + S.BASE_SEQ + side]!) | 0;
  } else {
    p.midstream = false;
    p.seqOffset = 0;
  }
}
