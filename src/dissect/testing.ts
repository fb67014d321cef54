/** For tests: payloads written as hex, dissectors run over them one by one, conversations run through the engine. */
import { FACTS } from '#fields/table.ts';
import { APPS } from './apps.ts';
import type { Dissector, Payload } from './dissector.ts';
import { Verdict } from './dissector.ts';
import { createEngine, type Engine, type InspectedRows } from './engine.ts';
import { FactsStore } from './facts-store.ts';

/** Bytes of hex with blanks as you like. */
export function hex(text: string | TemplateStringsArray, ...values: (string | number)[]): Uint8Array {
  const whole = typeof text === 'string' ? text : String.raw(text, ...values);
  return Uint8Array.from(whole.replace(/\s+/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Bytes of text, a byte a character. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

export function payloadOf(bytes: Uint8Array | string, given: Partial<Payload> = {}): Payload {
  const buf = typeof bytes === 'string' ? hex(bytes) : bytes;
  return {
    buf,
    off: 0,
    end: buf.length,
    wireLength: buf.length,
    proto: 17,
    fromSrc: true,
    proved: true,
    side: given.fromSrc === false ? 1 : 0,
    sendPort: 50000,
    recvPort: 50001,
    index: 0,
    midstream: false,
    gap: false,
    time: 0,
    pair: 0,
    seqOffset: 0,
    stateA: 0,
    stateB: 0,
    ...given,
  };
}

/** What a dissector answers to one payload. */
export function probeHex(
  dissector: Dissector,
  bytes: Uint8Array | string,
  given: Partial<Payload> = {},
): keyof typeof Verdict {
  const verdict = dissector.probe(payloadOf(bytes, { proto: dissector.over[0], ...given }));
  return (Object.keys(Verdict) as (keyof typeof Verdict)[]).find((key) => Verdict[key] === verdict)!;
}

/** Facts that one call of parse writes, by field name. */
export function parseHex(
  dissector: Dissector,
  bytes: Uint8Array | string,
  given: Partial<Payload> = {},
): Record<string, string | number> {
  const facts = new FactsStore();
  facts.grow(1);
  facts.slot = 0;
  dissector.parse?.(payloadOf(bytes, { proto: dissector.over[0], ...given }), facts);
  const rows = rowsOfOne();
  facts.emit(0, 0, rows);
  return factsOf(rows);
}

/** One payload of a conversation; src speaks unless `dst` is set. Offsets of TCP follow one another unless given. */
export interface Said {
  readonly bytes: Uint8Array | string;
  readonly dst?: true;
  readonly seqOffset?: number;
  readonly wireLength?: number;
  /** TCP whose start was not captured */
  readonly midstream?: true;
  /** ns */
  readonly time?: number;
}

export interface Heard {
  readonly app: string;
  readonly by: 'none' | 'port' | 'inspected';
  readonly facts: Record<string, string | number>;
  /** payloads the engine took before it wanted no more */
  readonly taken: number;
}

/** A flow run through a whole engine. */
export function hear(
  proto: number,
  srcPort: number,
  dstPort: number,
  said: readonly Said[],
  engine: Engine = createEngine(),
): Heard {
  engine.grow(1);
  let wants = engine.open(0, proto, 4);
  let taken = 0;
  const offsets = [0, 0];
  const index = [0, 0];
  for (const { bytes, dst, seqOffset, wireLength, midstream, time } of said) {
    if (!wants) break;
    taken++;
    const side = dst ? 1 : 0;
    const payload = payloadOf(bytes, {
      proto,
      fromSrc: !dst,
      sendPort: dst ? dstPort : srcPort,
      recvPort: dst ? srcPort : dstPort,
      index: index[side]++,
      time: time ?? 0,
    });
    payload.wireLength = wireLength ?? payload.end;
    payload.midstream = midstream === true;
    payload.seqOffset = proto === 6 ? (seqOffset ?? offsets[side]) : 0;
    offsets[side] = payload.seqOffset + payload.wireLength;
    wants = engine.inspect(0, payload);
  }
  const rows = rowsOfOne();
  engine.emit(0, srcPort, dstPort, rows, 0);
  engine.close(0);
  return {
    app: APPS[rows.app[0]],
    by: (['none', 'port', 'inspected'] as const)[rows.appBy[0]],
    facts: factsOf(rows),
    taken,
  };
}

/** Room for what the engine emits of one flow. */
export function rowsOfOne(): InspectedRows {
  return {
    app: new Uint16Array(1),
    appBy: new Uint8Array(1),
    appWhy: new Uint8Array(1),
    ipVersion: Uint8Array.of(4),
    etherType: Uint16Array.of(0x0800),
    factCount: 0,
    factRow: new Uint32Array(0),
    factField: new Uint16Array(0),
    factValue: new Uint32Array(0),
    factLength: new Uint32Array(0),
    heap: new Uint8Array(0),
    heapLength: 0,
  };
}

function factsOf(rows: InspectedRows): Record<string, string | number> {
  const facts: Record<string, string | number> = {};
  for (let i = 0; i < rows.factCount; i++) {
    const from = rows.factValue[i];
    const bytes = rows.factLength[i];
    facts[FACTS[rows.factField[i]].key] =
      bytes === 0xffffffff ? from : new TextDecoder().decode(rows.heap.subarray(from, from + bytes));
  }
  return facts;
}
