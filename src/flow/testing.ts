/** For tests: packets from short descriptions, and a flow table that gives its flows as plain rows. */
import { createPackets, type Packets } from '#capture/packets.ts';
import { FACTS } from '#fields/table.ts';
import { createBatch, type FlowBatch, FlowFlag, NO_U32, resetBatch } from './batch/batch.ts';
import { type EmitContext, emitFlow } from './batch/emit.ts';
import type { Inspector } from './inspector.ts';
import { DEFAULT_TIMEOUTS } from './open/timeouts.ts';
import { FlowTable, type FlowTableOptions } from './table.ts';
import { TCP_STATES } from './tcp/state.ts';

const NO_INSPECTION: Inspector = { grow() {}, open: () => false, inspect: () => false, emit() {}, close() {} };

export interface TestPacket {
  readonly bytes: Uint8Array;
  /** seconds */
  readonly at: number;
  readonly origLen?: number;
  readonly linkType?: number;
}

export interface TestFlow {
  readonly src: string;
  readonly dst: string;
  readonly proto: number;
  readonly srcPackets: number;
  readonly dstPackets: number;
  readonly srcBytes: number;
  readonly dstBytes: number;
  readonly srcPayload: number;
  readonly dstPayload: number;
  readonly srcRetrans: number;
  readonly dstRetrans: number;
  readonly srcLost: number;
  readonly dstLost: number;
  readonly state: string;
  readonly rttUs: number | undefined;
  readonly vlan: number;
  readonly stack: string;
  readonly start: number;
  readonly end: number;
  readonly hasPorts: boolean;
  readonly truncated: boolean;
  readonly etherType: number;
  readonly activity: readonly (readonly [ms: number, bytes: number])[];
  readonly chunks: readonly [number, number];
  /** by field: text, or a number */
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface Tracked {
  readonly flows: TestFlow[];
  readonly table: FlowTable;
}

/** Runs packets through a table; flows in the order of their start. `chunkOf` numbers the chunk of each packet. */
export function track(
  packets: readonly TestPacket[],
  options: Partial<FlowTableOptions> = {},
  chunkOf: (n: number) => number = () => 0,
): Tracked {
  const flows: TestFlow[] = [];
  const stacks: string[] = [];
  let context: EmitContext;
  const batch = createBatch(8);
  const table: FlowTable = new FlowTable({
    epochSec: 0,
    inspector: NO_INSPECTION,
    timeouts: DEFAULT_TIMEOUTS,
    shard: 0,
    shards: 1,
    seed: 1,
    maxFlows: 1000,
    ...options,
    onEnd: (slot) => {
      resetBatch(batch);
      emitFlow(context, slot, batch, false);
      flows.push(rowOf(batch, stacks));
    },
  });
  context = {
    table,
    inspector: NO_INSPECTION,
    epochSec: options.epochSec ?? 0,
    stackId: (stack) => stacks.push(table.stackName(stack)) - 1,
  };
  packets.forEach((packet, n) => {
    table.add(blockOf(packet), packet.bytes, chunkOf(n));
  });
  table.finish();
  flows.sort((a, b) => a.start - b.start || a.src.localeCompare(b.src));
  return { flows, table };
}

function blockOf(packet: TestPacket): Packets {
  const block = createPackets(1);
  block.length = 1;
  block.offset[0] = 0;
  block.capLen[0] = packet.bytes.length;
  block.origLen[0] = packet.origLen ?? packet.bytes.length;
  block.time[0] = packet.at * 1e9;
  block.linkType[0] = packet.linkType ?? 1;
  return block;
}

export function rowOf(batch: FlowBatch, stacks: readonly string[]): TestFlow {
  const u64 = (column: Uint32Array): number => column[0]! + column[1]! * 2 ** 32;
  const flags = batch.flags[0]!;
  const hasPorts = (flags & FlowFlag.Ports) !== 0;
  const end = (ip: Uint32Array, mac: Uint32Array, port: number): string => {
    if (batch.ipVersion[0] === 0) return u64(mac).toString(16).padStart(12, '0');
    const low = ip[0]!;
    const address =
      batch.ipVersion[0] === 4
        ? [low >>> 24, (low >>> 16) & 255, (low >>> 8) & 255, low & 255].join('.')
        : [3, 2, 1, 0].map((word) => ip[word]!.toString(16).padStart(8, '0')).join('');
    return hasPorts ? `${address}:${port}` : address;
  };
  return {
    src: end(batch.srcIp, batch.srcMac, batch.srcPort[0]!),
    dst: end(batch.dstIp, batch.dstMac, batch.dstPort[0]!),
    proto: batch.proto[0]!,
    srcPackets: batch.srcPackets[0]!,
    dstPackets: batch.dstPackets[0]!,
    srcBytes: u64(batch.srcBytes),
    dstBytes: u64(batch.dstBytes),
    srcPayload: u64(batch.srcPayload),
    dstPayload: u64(batch.dstPayload),
    srcRetrans: u64(batch.srcRetrans),
    dstRetrans: u64(batch.dstRetrans),
    srcLost: u64(batch.srcLost),
    dstLost: u64(batch.dstLost),
    state: TCP_STATES[batch.tcpState[0]!]!,
    rttUs: batch.tcpRtt[0] === NO_U32 ? undefined : batch.tcpRtt[0]!,
    vlan: batch.vlan[0]!,
    stack: stacks[batch.stack[0]!]!,
    start: u64(batch.start) / 1e9,
    end: u64(batch.end) / 1e9,
    hasPorts,
    truncated: (flags & FlowFlag.Truncated) !== 0,
    etherType: batch.etherType[0]!,
    activity: Array.from(
      { length: batch.activityCount },
      (_, n) => [batch.activityTime[n]!, batch.activitySrcBytes[n]! + batch.activityDstBytes[n]!] as const,
    ),
    chunks: [batch.firstChunk[0]!, batch.lastChunk[0]!],
    facts: Object.fromEntries(
      Array.from({ length: batch.factCount }, (_, n) => {
        const { key, fact } = FACTS[batch.factField[n]!]!;
        const [value, length] = [batch.factValue[n]!, batch.factLength[n]!];
        return [key, fact === 'text' ? new TextDecoder().decode(batch.heap.subarray(value, value + length)) : value];
      }),
    ),
  };
}

/** Bytes of a template: hex digits, spaces between them ignored. */
export function hex(strings: TemplateStringsArray, ...values: readonly string[]): Uint8Array {
  const text = String.raw({ raw: strings }, ...values).replace(/\s+/g, '');
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export interface TcpWords {
  readonly from: string;
  readonly to: string;
  readonly flags: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly length?: number;
  /** 0xffff unless told */
  readonly window?: number;
  /** options of a SYN */
  readonly mss?: number;
  readonly scale?: number;
}

const FLAG_BITS: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, A: 16 };

/** An Ethernet frame with IPv4 and TCP; ends as "10.0.0.1:1000". */
export function tcp(words: TcpWords): Uint8Array {
  const { from, to, flags, seq = 0, ack = 0, length = 0, window = 0xffff, mss, scale } = words;
  const [source, sport] = split(from);
  const [target, dport] = split(to);
  const bits = [...flags].reduce((sum, letter) => sum | FLAG_BITS[letter]!, 0);
  const options = [...(mss === undefined ? [] : [2, 4, ...u16(mss)]), ...(scale === undefined ? [] : [1, 3, 3, scale])];
  const segment = [
    ...u16(sport),
    ...u16(dport),
    ...u32(seq),
    ...u32(ack),
    ((20 + options.length) >> 2) << 4,
    bits,
    ...u16(window),
    0,
    0,
    0,
    0,
    ...options,
    ...new Array<number>(length).fill(0x61),
  ];
  return Uint8Array.from([...ethernet(0x0800), ...ipv4(6, source, target, segment.length), ...segment]);
}

/** Ends of a conversation. */
export const A = '10.0.0.1:50000';
export const B = '192.0.2.7:7777';

/**
 * TCP between A and B, a segment a line, a millisecond apart: `A>B S 99`, `B>A SA 499 ack 100`, `A>B PA 100+50 ack 500`, with the
 * sequence number and the length; `win 0`, `mss 1460`, `scale 7` and `@2.5` (the second) as far as they matter.
 */
export function conversation(strings: TemplateStringsArray): TestPacket[] {
  let at = 1;
  return strings.raw
    .join('')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [ends, flags, numbers, ...rest] = line.split(/\s+/);
      const [seq, length = 0] = numbers!.split('+').map(Number);
      const told: Record<string, number> = {};
      for (let n = 0; n < rest.length; n++)
        if (rest[n]!.startsWith('@')) at = Number(rest[n]!.slice(1));
        else told[rest[n]!] = Number(rest[++n]);
      const [from, to] = ends === 'A>B' ? [A, B] : [B, A];
      const { ack, win, mss, scale } = told;
      const bytes = tcp({
        from,
        to,
        flags: flags!,
        seq: seq!,
        length,
        ...(ack === undefined ? {} : { ack }),
        ...(win === undefined ? {} : { window: win }),
        ...(mss === undefined ? {} : { mss }),
        ...(scale === undefined ? {} : { scale }),
      });
      const packet = { at, bytes };
      at = Math.round((at + 0.001) * 1e6) / 1e6;
      return packet;
    });
}

/** An Ethernet frame with IPv4 and UDP. */
export function udp(from: string, to: string, length = 0): Uint8Array {
  const [source, sport] = split(from);
  const [target, dport] = split(to);
  const datagram = [...u16(sport), ...u16(dport), ...u16(8 + length), 0, 0, ...new Array<number>(length).fill(0)];
  return Uint8Array.from([...ethernet(0x0800), ...ipv4(17, source, target, datagram.length), ...datagram]);
}

function ethernet(type: number): number[] {
  return [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, ...u16(type)];
}

function ipv4(proto: number, source: readonly number[], target: readonly number[], payload: number): number[] {
  return [0x45, 0, ...u16(20 + payload), 0, 1, 0, 0, 64, proto, 0, 0, ...source, ...target];
}

function split(end: string): [number[], number] {
  const [address, port] = end.split(':');
  return [address!.split('.').map(Number), Number(port)];
}

const u16 = (value: number): number[] => [value >>> 8, value & 255];
const u32 = (value: number): number[] => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
