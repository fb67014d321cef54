/**
 * Mosh, "Mosh: An Interactive Remote Shell" §2 and its crypto.cc: datagrams of a direction bit and a sequence of 63 bits, both from zero, then
 * AES-128-OCB: two time stamps, a fragment and a tag. Ports 60000 to 60999, chosen by the server.
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const FIRST_PORT = 60000;
const LAST_PORT = 60999;
const TO_CLIENT = 0x80000000;
const SHORTEST = 8 + 4 + 10 + 16;
const LONGEST = 1500;
const MOST_LOST = 64;

const isOwn = (port: number): boolean => port >= FIRST_PORT && port <= LAST_PORT;

export const mosh: Dissector = {
  app: 'mosh',
  over: [17],
  ports: [],
  firstBytes: [0, 0x80],
  probe(payload) {
    const { buf, off, end, wireLength, sendPort, recvPort } = payload;
    if (wireLength < SHORTEST || wireLength > LONGEST || end - off < 12 || isOwn(sendPort) === isOwn(recvPort))
      return Verdict.No;
    if (u32(buf, off) !== (isOwn(sendPort) ? TO_CLIENT : 0) || u32(buf, off + 8) === 0) return Verdict.No;
    const number = u32(buf, off + 4);
    // the sequence of the datagram before, plus one; three in a row
    const isNext = payload.stateA !== 0 && number >= payload.stateA && number < payload.stateA + MOST_LOST;
    if (isNext && payload.stateB === 1) return Verdict.Yes;
    payload.stateB = isNext ? 1 : 0;
    payload.stateA = number + 1;
    return isNext || number < MOST_LOST ? Verdict.More : Verdict.No;
  },
};
