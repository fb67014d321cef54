/**
 * The flow layer: packets of real conversations, dropped, doubled, swapped, set back in time and changed in their fields. However
 * they are cut into blocks, shared among workers or swept, the flows are the same to the last counter; every packet is in one
 * account and no more than one flow; activity adds up to the flow; TCP's counters are within its packets and bytes.
 */

import { statSync } from 'node:fs';
import { assert } from '#base/errors.ts';
import { createPackets, type Packets } from '#capture/packets.ts';
import { createEngine } from '#dissect/engine.ts';
import { createBatch, resetBatch } from '#flow/batch/batch.ts';
import { type EmitContext, emitFlow } from '#flow/batch/emit.ts';
import { DEFAULT_TIMEOUTS } from '#flow/open/timeouts.ts';
import { FlowTable } from '#flow/table.ts';
import { TCP_STATES } from '#flow/tcp/state.ts';
import { conversation, rowOf, type TestFlow, udp } from '#flow/testing.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import { corpusCaptures } from '../corpus.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

interface Packet {
  /** ms since the first */
  readonly at: number;
  readonly linkType: number;
  /** bytes on the wire beyond those captured */
  readonly cut: number;
  readonly bytes: Uint8Array;
}

const MAX_REAL = 150;
const MAX_REAL_BYTES = 64 * 1024;
const MAX_PACKETS = 120;
const MAX_PACKET_BYTES = 2000;
/** more than there are packets, so that none is ended early */
const MAX_FLOWS = 4 * MAX_PACKETS;
/** of a record of an input: time, link type, bytes cut away, length */
const HEAD_BYTES = 10;
/** how far times may go back between two sweeps: flow/table.ts */
const SLACK_MS = 30_000;
const SEEDS: readonly (readonly Packet[])[] = [...made(), ...real()];

function made(): Packet[][] {
  const tcp = conversation`
    A>B S 4294967200 mss 1460 scale 7
    B>A SA 499 ack 4294967201 mss 1400 scale 3
    A>B A 4294967201 ack 500
    A>B PA 4294967201+60 ack 500
    B>A A 500+1400 ack 4294967261
    B>A A 1900+1400 ack 4294967261
    A>B A 4294967261 ack 500 @1.1
    A>B A 4294967261 ack 500
    A>B A 4294967261 ack 500
    B>A A 500+1400 ack 4294967261
    A>B A 4294967261 ack 3300 win 0
    A>B A 4294967261+100 ack 3300
    B>A FA 3300 ack 65 @40
    A>B FA 65 ack 3301
    B>A A 3301 ack 66
    A>B S 7000 @90
    B>A RA 0 ack 7001
  `;
  const datagrams = Array.from({ length: 12 }, (_, n) => ({
    at: n * 20,
    bytes: n % 3 === 1 ? udp('10.0.0.9:53', '10.0.0.4:5000', 90) : udp('10.0.0.4:5000', '10.0.0.9:53', 30),
  }));
  return [tcp, datagrams].map((packets) =>
    packets.map(({ at, bytes }) => ({ at: Math.round(at * 1000), linkType: 1, cut: 0, bytes })),
  );
}

/** Small captures of the corpus, where it is there. */
function real(): Packet[][] {
  const small = corpusCaptures()
    .sort()
    .filter((path) => statSync(path).size <= MAX_REAL_BYTES);
  const step = Math.max(1, Math.floor(small.length / MAX_REAL));
  return small
    .filter((_, n) => n % step === 0)
    .flatMap((path) => {
      try {
        return [packetsOf(path)];
      } catch {
        return [];
      }
    });
}

function packetsOf(path: string): Packet[] {
  const reader = openCaptureReader({ kind: 'file', path });
  const packets: Packet[] = [];
  while (packets.length < MAX_PACKETS && reader.next()) {
    const { packets: block, buf } = reader;
    for (let n = 0; n < block.length && packets.length < MAX_PACKETS; n++) {
      const off = block.offset[n]!;
      packets.push({
        at: Math.max(0, Math.round((block.time[n]! - (packets.length === 0 ? block.time[n]! : 0)) / 1e6)),
        linkType: block.linkType[n]!,
        cut: Math.min(0xffff, Math.max(0, block.origLen[n]! - block.capLen[n]!)),
        bytes: buf.slice(off, off + Math.min(block.capLen[n]!, MAX_PACKET_BYTES)),
      });
    }
  }
  reader.close();
  return packets;
}

function encode(packets: readonly Packet[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      packets.flatMap(({ at, linkType, cut, bytes }) => {
        const head = Buffer.alloc(HEAD_BYTES);
        head.writeUInt32BE(at >>> 0, 0);
        head.writeUInt16BE(linkType & 0xffff, 4);
        head.writeUInt16BE(Math.min(0xffff, cut), 6);
        head.writeUInt16BE(bytes.length, 8);
        return [head, bytes];
      }),
    ),
  );
}

function decode(input: Uint8Array): Packet[] {
  const view = Buffer.from(input.buffer, input.byteOffset, input.length);
  const packets: Packet[] = [];
  for (let at = 0; at + HEAD_BYTES <= view.length; ) {
    const length = Math.min(view.readUInt16BE(at + 8), view.length - at - HEAD_BYTES);
    packets.push({
      at: view.readUInt32BE(at),
      linkType: view.readUInt16BE(at + 4),
      cut: view.readUInt16BE(at + 6),
      bytes: input.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length),
    });
    at += HEAD_BYTES + length;
  }
  return packets;
}

/** A field of a packet's headers, more or less. */
function change(random: Random, packet: Packet, other: Packet): Packet {
  switch (random.below(6)) {
    case 0:
      return { ...packet, at: Math.max(0, packet.at + random.below(2000) - 1000) };
    case 1:
      return { ...packet, at: packet.at + random.below(1_000_000) };
    case 2: {
      const kept = random.below(packet.bytes.length + 1);
      return { ...packet, bytes: packet.bytes.subarray(0, kept), cut: packet.cut + packet.bytes.length - kept };
    }
    case 3: {
      const bytes = packet.bytes.slice();
      const at = 14 + random.below(40);
      if (at < bytes.length) bytes[at] = random.oneIn(2) ? random.u32() : bytes[at]! + 1;
      return { ...packet, bytes };
    }
    default:
      return { ...packet, bytes: mutate(random, packet.bytes, other.bytes).subarray(0, MAX_PACKET_BYTES) };
  }
}

interface Run {
  readonly flows: TestFlow[];
  readonly table: FlowTable;
}

function blockOf(packets: readonly Packet[]): { block: Packets; buf: Uint8Array } {
  const block = createPackets(packets.length);
  const buf = new Uint8Array(Buffer.concat(packets.map(({ bytes }) => bytes)));
  let off = 0;
  packets.forEach(({ at, linkType, cut, bytes }, n) => {
    block.offset[n] = off;
    block.capLen[n] = bytes.length;
    block.origLen[n] = bytes.length + cut;
    block.time[n] = at * 1e6;
    block.linkType[n] = linkType;
    off += bytes.length;
  });
  block.length = packets.length;
  return { block, buf };
}

/** One flow after the other is put into it. */
const batch = createBatch(1);

function run(packets: readonly Packet[], shard: number, shards: number, blockSize: number, sweeps: boolean): Run {
  const flows: TestFlow[] = [];
  const stacks: string[] = [];
  const inspector = createEngine();
  let context: EmitContext | undefined;
  const table: FlowTable = new FlowTable({
    epochSec: 1_700_000_000,
    inspector,
    timeouts: DEFAULT_TIMEOUTS,
    shard,
    shards,
    seed: 1,
    maxFlows: MAX_FLOWS,
    onEnd: (slot) => {
      resetBatch(batch);
      emitFlow(context!, slot, batch, false);
      flows.push(rowOf(batch, stacks));
    },
  });
  context = { table, inspector, epochSec: 1_700_000_000, stackId: (stack) => stacks.push(table.stackName(stack)) - 1 };
  for (let at = 0; at < packets.length; at += blockSize) {
    const { block, buf } = blockOf(packets.slice(at, at + blockSize));
    table.add(block, buf, 0);
    if (sweeps) table.sweep(1);
  }
  table.finish();
  return { flows, table };
}

/** Of the flows of all shards; activity in an order of its own, as it depends on where blocks end how fine it is. */
const textOf = (runs: readonly Run[]): string =>
  runs
    .flatMap(({ flows }) => flows)
    .map(({ activity: _, ...flow }) =>
      JSON.stringify(flow, (key, value) => (key === 'facts' ? Object.entries(value).sort() : value)),
    )
    .sort()
    .join('\n');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function checkRun(packets: readonly Packet[], runs: readonly Run[]): void {
  const { accounts } = runs[0]!.table;
  const accounted = sum(
    runs.flatMap(({ table: { accounts: a } }) => [a.decoded, a.truncated, a.malformed, a.unsupported]),
  );
  assert(
    accounted === packets.length,
    `every packet is in one account: ${JSON.stringify(accounts)} of ${packets.length}`,
  );
  const flows = runs.flatMap((one) => one.flows);
  const held = sum(flows.map((flow) => flow.srcPackets + flow.dstPackets));
  assert(held <= packets.length, `no packet is in two flows: ${held} of ${packets.length}`);
  for (const flow of flows) checkFlow(flow);
}

function checkFlow(flow: TestFlow): void {
  const hold = (holds: boolean, promise: string): void => {
    if (!holds) throw new Error(`${promise}: ${JSON.stringify(flow)}`);
  };
  const packets = flow.srcPackets + flow.dstPackets;
  const bytes = flow.srcBytes + flow.dstBytes;
  hold(packets > 0 && flow.end >= flow.start, 'a flow has packets and ends after its start');
  if (flow.activity.length > 0) hold(sum(flow.activity.map(([, one]) => one)) === bytes, 'activity adds up');
  for (const side of ['src', 'dst'] as const) {
    const fact = (key: string): number => Number(flow.facts[`${side}.${key}`] ?? 0);
    const [sent, payload, retrans, lost] = [
      flow[`${side}Bytes`],
      flow[`${side}Payload`],
      flow[`${side}Retrans`],
      flow[`${side}Lost`],
    ];
    hold(payload >= 0 && retrans >= 0 && lost >= 0, 'no counter is below zero');
    hold(payload + retrans <= sent, 'payload and what came again fit the frames');
    hold(lost < 2 ** 33 * packets, 'what is lost is bounded');
    const kinds = ['retrans.packets', 'out_of_order', 'dup_acks', 'keep_alives'].map(fact);
    hold(sum(kinds) <= flow[`${side}Packets`], 'a segment is told once');
    hold(fact('retrans.fast') + fact('retrans.spurious') <= fact('retrans.packets'), 'fast and spurious are among all');
    hold(
      retrans === 0 || fact('retrans.packets') + fact('out_of_order') + fact('keep_alives') > 0 || payload > 0,
      'bytes come again in segments',
    );
    hold(fact('rtt.min') <= 2 ** 31, 'a round trip is positive');
  }
  const history = String(flow.facts['tcp.history'] ?? '');
  hold(/^\^?[SHADFRIQTWG]{0,30}$/i.test(history), 'the history has letters');
  hold((TCP_STATES as readonly string[]).includes(flow.state), 'the state is one of those there are');
}

/** Times go back by less than a sweep allows for. */
function isOrdered(packets: readonly Packet[]): boolean {
  let latest = 0;
  return packets.every(({ at }) => {
    latest = Math.max(latest, at);
    return latest - at < SLACK_MS;
  });
}

export const target: FuzzTarget = {
  slow: true,
  about: 'the same flows whatever blocks, shards and sweeps; accounts, activity and TCP counters add up',
  make(random) {
    const packets = [...random.pick(SEEDS), ...(random.oneIn(3) ? random.pick(SEEDS) : [])].slice(0, MAX_PACKETS);
    for (let n = 1 + random.below(12); n > 0 && packets.length > 1; n--) {
      const at = random.below(packets.length);
      const packet = packets[at]!;
      switch (random.below(5)) {
        case 0:
          packets.splice(at, 1);
          break;
        case 1:
          packets.splice(random.below(packets.length), 0, packet);
          break;
        case 2: {
          const to = random.below(packets.length);
          packets[at] = packets[to]!;
          packets[to] = packet;
          break;
        }
        default:
          packets[at] = change(random, packet, random.pick(packets));
      }
    }
    return encode(packets);
  },
  check(input) {
    const packets = decode(input);
    if (packets.length === 0) return 'empty';
    const whole = run(packets, 0, 1, packets.length, false);
    checkRun(packets, [whole]);
    const expected = textOf([whole]);
    const same = (runs: readonly Run[], how: string): void => {
      const text = textOf(runs);
      if (text === expected) return;
      const [ours, theirs] = [text.split('\n'), expected.split('\n')];
      const differing = ours.filter((line) => !theirs.includes(line)).slice(0, 2);
      const instead = theirs.filter((line) => !ours.includes(line)).slice(0, 2);
      throw new Error(`other flows ${how}: ${differing.join(' ')} instead of ${instead.join(' ')}`);
    };
    // A table costs more than its packets: every input is read in two more ways, its length says which.
    // A clock set back further than sweeps lag ends the waiting for fragments at the end of a block.
    if (!isOrdered(packets)) same([run(packets, 0, 1, packets.length, false)], 'a second time');
    else if (packets.length % 3 === 0) same([run(packets, 0, 1, 7, false)], 'in blocks of seven');
    else same([run(packets, 0, 1, 1, true)], 'when swept after every packet');
    const shards = 2 + (packets.length & 1);
    const runs = Array.from({ length: shards }, (_, shard) => run(packets, shard, shards, packets.length, false));
    checkRun(packets, runs);
    same(runs, `with ${shards} shards`);
    return `${Math.min(9, whole.flows.length)} flows`;
  },
};
