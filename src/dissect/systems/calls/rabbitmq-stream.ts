/**
 * RabbitMQ streams (rabbitmq_stream, PROTOCOL.adoc): u32 length, key, version 1, correlation id. A connection opens with peer
 * properties, key 17: a count and strings behind their u16 lengths that fill the frame; its answer has the highest bit and code 1.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HEADER_BYTES = 12; // length, key, version, correlation id
const PEER_PROPERTIES = 17;
const ANSWER = 0x8000;
const OK = 1;
const MOST_PROPERTIES = 64;
const LONGEST = 8192;

/** True when `count` pairs of strings fill [off, stop). */
function stringsFill(buf: Uint8Array, off: number, stop: number, count: number): boolean {
  let at = off;
  for (let n = 0; n < 2 * count; n++) {
    if (at + 2 > stop) return false;
    at += 2 + u16(buf, at);
  }
  return at === stop;
}

export const rabbitmqStream: Dissector = {
  app: 'rabbitmq-stream',
  over: [6],
  ports: [5552],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    if (end - off < HEADER_BYTES + 4) return Verdict.No;
    const key = u16(buf, off + 4);
    const stop = off + 4 + u32(buf, off);
    if ((key & ~ANSWER) !== PEER_PROPERTIES || u16(buf, off + 6) !== 1 || stop - off > LONGEST) return Verdict.No;
    const isAnswer = (key & ANSWER) !== 0;
    if (isAnswer && u16(buf, off + HEADER_BYTES) !== OK) return Verdict.No;
    const list = off + HEADER_BYTES + (isAnswer ? 2 : 0);
    if (list + 4 > end) return Verdict.No;
    const count = u32(buf, list);
    if (count === 0 || count > MOST_PROPERTIES) return Verdict.No;
    if (stop > end) return wireLength === end - off ? Verdict.More : Verdict.No;
    return stringsFill(buf, list + 4, stop, count) ? Verdict.Yes : Verdict.No;
  },
};
