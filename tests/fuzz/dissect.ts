/**
 * The dissect layer: payloads of real flows, changed, split and cut by a snap length, handed to every dissector and to the
 * engine. None throws; what they answer depends on bytes [off, end) alone, so none reads beyond; facts lie within their
 * buffers; names exist. Bounded time is held by the harness: an input that takes ten seconds hangs.
 */
import { statSync } from 'node:fs';
import { assert } from '#base/errors.ts';
import { Announcements } from '#dissect/announcements.ts';
import { APPS } from '#dissect/apps.ts';
import { type Dissector, type Facts, type Payload, Progress, Verdict } from '#dissect/dissector.ts';
import { createEngine } from '#dissect/engine.ts';
import { DISSECTORS } from '#dissect/table.ts';
import { FACTS } from '#fields/table.ts';
import { DEFAULT_TIMEOUTS } from '#flow/open/timeouts.ts';
import { FlowTable } from '#flow/table.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import { corpusCaptures } from '../corpus.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

/** Head of an input: transport, from src, ports, pieces, bytes cut by the snap length. */
const HEAD_BYTES = 8;
const MAX_REAL_BYTES = 24 * 1024;
const MAX_REAL = 90;
const MAX_PAYLOADS = 24; // of one capture
const MAX_BYTES = 1600;
const MARGIN = 64; // around the payload
const MOST_CALLS = 40;
const TRANSPORTS = [6, 17, 17, 6, 132];

interface Seed {
  readonly proto: number;
  readonly sendPort: number;
  readonly recvPort: number;
  readonly bytes: Uint8Array;
}

const SEEDS: readonly Seed[] = real();

/** First payloads of the flows of small captures; a few of our own where there are none. */
function real(): Seed[] {
  const seeds: Seed[] = [
    {
      proto: 6,
      sendPort: 50000,
      recvPort: 80,
      bytes: new TextEncoder().encode('GET / HTTP/1.1\r\nHost: example.org\r\n\r\n'),
    },
    {
      proto: 17,
      sendPort: 50000,
      recvPort: 53,
      bytes: new Uint8Array(Buffer.from('1234010000010000000000000161016200000100010000', 'hex')),
    },
  ];
  const small = corpusCaptures()
    .sort()
    .filter((path) => statSync(path).size <= MAX_REAL_BYTES);
  const step = Math.max(1, Math.floor(small.length / MAX_REAL));
  for (const path of small.filter((_, n) => n % step === 0)) {
    const before = seeds.length;
    try {
      const table = new FlowTable({
        epochSec: 0,
        inspector: {
          grow: () => {},
          open: () => true,
          inspect: (_slot, { proto, sendPort, recvPort, buf, off, end }) => {
            if (seeds.length - before < MAX_PAYLOADS)
              seeds.push({ proto, sendPort, recvPort, bytes: buf.slice(off, Math.min(end, off + MAX_BYTES)) });
            return true;
          },
          emit: () => {},
          close: () => {},
        },
        timeouts: DEFAULT_TIMEOUTS,
        shard: 0,
        shards: 1,
        seed: 1,
        maxFlows: 1000,
        onEnd: () => {},
      });
      const reader = openCaptureReader({ kind: 'file', path });
      while (reader.next()) table.add(reader.packets, reader.buf, 0);
      reader.close();
    } catch {
      // a capture that can't be read is the capture layer's
    }
  }
  return seeds;
}

function payloadOf(input: Uint8Array, filler: number): Payload {
  const head = new DataView(input.buffer, input.byteOffset, HEAD_BYTES);
  const bytes = input.subarray(HEAD_BYTES);
  const buf = new Uint8Array(bytes.length + 2 * MARGIN).fill(filler);
  buf.set(bytes, MARGIN);
  return {
    buf,
    off: MARGIN,
    end: MARGIN + bytes.length,
    wireLength: bytes.length + head.getUint8(7),
    proto: TRANSPORTS[head.getUint8(0) % TRANSPORTS.length]!,
    fromSrc: (head.getUint8(1) & 1) === 0,
    proved: (head.getUint8(1) & 2) === 0,
    side: head.getUint8(1) & 1,
    sendPort: head.getUint16(2),
    recvPort: head.getUint16(4),
    index: 0,
    seqOffset: 0,
    midstream: (head.getUint8(1) & 4) !== 0,
    gap: false,
    time: 0,
    pair: 1,
    stateA: 0,
    stateB: 0,
  };
}

/** A sink that holds facts to their bounds and remembers them as text. */
function sink(told: string[]): Facts {
  const isField = (field: number): void => assert(field >= 0 && field < FACTS.length, 'a fact is one of the table');
  return {
    text(field, buf, off, end) {
      isField(field);
      assert(off >= 0 && end <= buf.length, `text of ${FACTS[field]!.key} lies in its buffer`);
      told.push(`${field}=${Buffer.from(buf.subarray(off, Math.max(off, end))).toString('latin1')}`);
    },
    word(field, value) {
      isField(field);
      told.push(`${field}=${value}`);
    },
    number(field, value) {
      isField(field);
      assert(Number.isFinite(value), `${FACTS[field]!.key} is a number`);
      told.push(`${field}=${value}`);
    },
    flag(field, value) {
      isField(field);
      told.push(`${field}=${value}`);
    },
    most(field, value) {
      isField(field);
      assert(Number.isFinite(value), `${FACTS[field]!.key} is a number`);
      told.push(`${field}>${value}`);
    },
    count: isField,
    list(field, value) {
      isField(field);
      told.push(`${field}+${value}`);
    },
    read: () => 0,
    has: () => false,
    codec: () => '',
    name(buf, off, length, text, from, to) {
      assert(off >= 0 && off + length <= buf.length, 'an address lies in its buffer');
      assert(from >= 0 && to <= text.length, 'a name lies in its buffer');
    },
    become(app) {
      assert(APPS.includes(app), `${app} is an application of the table`);
      told.push(app);
    },
  };
}

/** What a dissector says of an input: verdict, calls, facts. */
function answer(dissector: Dissector, input: Uint8Array, filler: number): string {
  const payload = payloadOf(input, filler);
  const told: string[] = [];
  const verdict = dissector.probe(payload);
  if (verdict === Verdict.Yes) {
    dissector.announces?.(payload, new Announcements());
    if (dissector.parse !== undefined) {
      const facts = sink(told);
      for (let calls = 0; calls < MOST_CALLS; calls++) {
        const from = payload.off;
        const progress = dissector.parse(payload, facts);
        told.push(`.${progress}`);
        if (progress !== Progress.Next || payload.off <= from || payload.off >= payload.end) break;
      }
    }
  }
  return `${verdict} ${told.join(' ')}`;
}

const engine = createEngine();
engine.grow(1);

/** The input in pieces through the engine, as segments or datagrams. */
function converse(input: Uint8Array): void {
  const whole = payloadOf(input, 0);
  const pieces = 1 + (input[6]! % 7);
  const size = Math.max(1, Math.ceil((whole.end - whole.off) / pieces));
  engine.open(0, whole.proto, 4, 1, whole.sendPort, whole.recvPort);
  let index = 0;
  for (let at = whole.off; at < whole.end; at += size) {
    const end = Math.min(whole.end, at + size);
    const wants = engine.inspect(0, {
      ...whole,
      off: at,
      end,
      wireLength: end - at + (end === whole.end ? input[7]! : 0),
      index: index++,
      seqOffset: whole.proto === 6 ? at - whole.off : 0,
    });
    if (!wants) break;
  }
  engine.close(0);
}

export const target: FuzzTarget = {
  about: 'no dissector throws, reads beyond its payload, or writes facts beyond their buffers',
  make(random: Random) {
    const seed = random.pick(SEEDS);
    const bytes = random.oneIn(8) ? seed.bytes : mutate(random, seed.bytes, random.pick(SEEDS).bytes);
    const input = new Uint8Array(HEAD_BYTES + bytes.length);
    const head = new DataView(input.buffer);
    head.setUint8(0, random.oneIn(20) ? random.below(TRANSPORTS.length) : TRANSPORTS.indexOf(seed.proto) & 7);
    head.setUint8(1, random.below(8));
    head.setUint16(2, seed.sendPort);
    head.setUint16(4, random.oneIn(4) ? (random.pick(DISSECTORS).ports[0] ?? seed.recvPort) : seed.recvPort);
    head.setUint8(6, random.below(7));
    head.setUint8(7, random.oneIn(6) ? 1 + random.below(255) : 0);
    input.set(bytes, HEAD_BYTES);
    return input;
  },
  check(input) {
    if (input.length <= HEAD_BYTES) return 'empty';
    const { proto } = payloadOf(input, 0);
    let claimed = '';
    for (const dissector of DISSECTORS) {
      if (!dissector.over.includes(proto)) continue;
      if (dissector.firstBytes !== undefined && !dissector.firstBytes.includes(input[HEAD_BYTES]!)) continue;
      const said = answer(dissector, input, 0);
      const again = answer(dissector, input, 0xff);
      assert(
        said === again,
        `${dissector.app} reads beyond its payload: ${said.slice(0, 120)} / ${again.slice(0, 120)}`,
      );
      if (claimed === '' && said.startsWith(String(Verdict.Yes))) claimed = dissector.app;
    }
    converse(input);
    return claimed || 'nothing';
  },
};
