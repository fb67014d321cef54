/**
 * Azure's flow logs: network security group v1 and v2, virtual network v4 (PT1H.json). Formats: "Flow logging for network
 * security groups" (2024-10-21) and "Virtual network flow logs" (2024-08-02), MicrosoftDocs/azure-docs. Counters are what
 * was added since the tuple before: they are summed for each flow from its begin (B) over what goes on (C) to its end (E).
 */
import { parseIp } from '#base/address.ts';
import { JsonObjects } from './json-objects.ts';
import {
  addFile,
  addVolume,
  type LogCounts,
  type LoggedFlow,
  type LoggedVolume,
  type LogReader,
  type LogSpan,
  noteTime,
} from './logged-flow.ts';

import type { SeenRecords } from './seen-records.ts';

type Json = Readonly<Record<string, unknown>>;

/** Flows open at once; beyond that the oldest is told as it is. */
const MAX_OPEN = 500_000;
/** A record within a record, as one documented sample has it. */
const MAX_NESTING = 4;
/** Stamps are s in some logs and ms in others: the year 5138 in s is 1973 in ms. */
const LEAST_MS = 1e11;
/** Silence after which the same five numbers are another flow: a flow that goes on is logged every 5 minutes. */
const MAX_SILENCE_MS = 15 * 60_000;

interface Tuple {
  readonly timeMs: number;
  readonly src: string;
  readonly dst: string;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly proto: number;
  readonly direction: string;
  readonly decision: string;
  /** B, C, E, or '' in version 1 and for what was denied */
  readonly state: string;
  readonly encryption: string;
  readonly volume: LoggedVolume | undefined;
}

interface Open {
  readonly first: Tuple;
  readonly facts: Readonly<Record<string, string>>;
  lastMs: number;
  readonly volumes: LoggedVolume[];
  files?: number[];
}

const ENCRYPTION: ReadonlyMap<string, string> = new Map(
  Object.entries({
    X: 'encrypted',
    NX: 'not encrypted',
    NX_HW_NOT_SUPPORTED: 'not encrypted: hardware',
    NX_SW_NOT_READY: 'not encrypted: software not ready',
    NX_NOT_ACCEPTED: 'not encrypted: not accepted',
    NX_NOT_SUPPORTED: 'not encrypted: not supported',
    NX_LOCAL_DST: 'not encrypted: same host',
    NX_FALLBACK: 'not encrypted: fallback',
  }),
);

export type AzureLog = 'NSG flow log' | 'VNet flow log';

/** Which log a first record is of; a reason in words for other services' logs, which look alike. */
export function azureLogOf(record: unknown): AzureLog | { readonly refused: string } | undefined {
  if (!isObject(record)) return undefined;
  if (Array.isArray(record.records)) return azureLogOf(record.records[0]);
  const category = String(record.category ?? '');
  if (category === 'NetworkSecurityGroupFlowEvent') return 'NSG flow log';
  if (category === 'FlowLogFlowEvent' || isObject(record.flowRecords)) return 'VNet flow log';
  if (category !== '' && (record.resourceId !== undefined || record.operationName !== undefined))
    return { refused: `it is a log of Azure, but of "${category.slice(0, 60)}" and not of network flows` };
  return undefined;
}

export class AzureFlowLog implements LogReader {
  readonly format: string;
  readonly counts: LogCounts = { records: 0, malformed: 0 };
  seen?: SeenRecords | undefined;
  readonly #kind: AzureLog;
  #file = 0;
  #objects = new JsonObjects(new Uint8Array(0));
  /** by nic, rule, direction and the five numbers */
  readonly #open = new Map<string, Open>();
  readonly spans = new Map<string, LogSpan>();

  constructor(kind: AzureLog) {
    this.#kind = kind;
    this.format = kind;
  }

  begin(head: Uint8Array, from = 0, file = 0): void {
    this.#file = file;
    this.#objects = new JsonObjects(head, from);
    this.spans.clear();
  }

  get whole(): number {
    return this.#objects.whole;
  }

  save(): readonly unknown[] {
    return [...this.#open];
  }

  load(saved: readonly unknown[]): void {
    for (const [key, open] of saved as [string, Open][]) this.#open.set(key, open);
  }

  end(): LoggedFlow[] {
    if (this.#objects.isCutOff) this.counts.malformed++;
    return [];
  }

  feed(bytes: Uint8Array): LoggedFlow[] {
    const done: LoggedFlow[] = [];
    const before = this.#objects.malformed;
    for (const record of this.#objects.feed(bytes)) if (this.seen?.has(record) !== true) this.#record(record, done, 0);
    this.counts.malformed += this.#objects.malformed - before;
    return done;
  }

  finish(): LoggedFlow[] {
    const done = [...this.#open.values()].map(flowOf);
    this.#open.clear();
    return done;
  }

  #record(record: unknown, done: LoggedFlow[], nesting: number): void {
    if (!isObject(record) || nesting > MAX_NESTING) {
      this.counts.malformed++;
      return;
    }
    if (Array.isArray(record.records)) {
      for (const inner of record.records) this.#record(inner, done, nesting + 1);
      return;
    }
    if (this.#kind === 'NSG flow log') this.#groupRecord(record, done);
    else this.#networkRecord(record, done);
  }

  #groupRecord(record: Json, done: LoggedFlow[]): void {
    const properties = isObject(record.properties) ? record.properties : {};
    const resource = lastPart(textOf(record.resourceId ?? record.resourceid));
    for (const rule of listOf(properties.flows)) {
      for (const nic of listOf(rule.flows)) {
        const facts = factsOf('nsg flow log', { rule: rule.rule, nic: macText(nic.mac), 'log.resource': resource });
        for (const tuple of textsOf(nic.flowTuples)) this.#tuple(groupTuple(tuple), facts, done);
      }
    }
  }

  #networkRecord(record: Json, done: LoggedFlow[]): void {
    const resource = lastPart(textOf(record.targetResourceID ?? record.targetResourceId));
    const nic = macText(record.macAddress);
    const flows = isObject(record.flowRecords) ? record.flowRecords.flows : undefined;
    for (const acl of listOf(flows)) {
      for (const group of listOf(acl.flowGroups)) {
        const facts = factsOf('vnet flow log', { rule: group.rule, nic, 'log.resource': resource });
        for (const tuple of textsOf(group.flowTuples)) this.#tuple(networkTuple(tuple), facts, done);
      }
    }
  }

  #tuple(tuple: Tuple | undefined, facts: Readonly<Record<string, string>>, done: LoggedFlow[]): void {
    if (tuple === undefined) {
      this.counts.malformed++;
      return;
    }
    this.counts.records++;
    const { timeMs, src, dst, srcPort, dstPort, proto, direction, state, volume } = tuple;
    noteTime(this.spans, facts.nic ?? facts['log.resource'] ?? '', timeMs);
    const key = `${facts.nic} ${facts.rule} ${direction} ${proto} ${src} ${srcPort} ${dst} ${dstPort}`;
    const found = this.#open.get(key);
    if (state === '' || tuple.decision === 'denied') {
      const whole: Open = {
        first: tuple,
        facts: factsOfTuple(facts, tuple),
        lastMs: timeMs,
        volumes: volumesOf(volume),
      };
      addFile(whole, this.#file);
      done.push(flowOf(whole));
      return;
    }
    if (found !== undefined && (state === 'B' || timeMs - found.lastMs > MAX_SILENCE_MS)) {
      this.#open.delete(key);
      done.push(flowOf(found));
    }
    let open = this.#open.get(key);
    if (open === undefined) {
      open = { first: tuple, facts: factsOfTuple(facts, tuple), lastMs: timeMs, volumes: [] };
      this.#open.set(key, open);
      if (this.#open.size > MAX_OPEN) {
        const [oldest, flow] = this.#open.entries().next().value!;
        this.#open.delete(oldest);
        done.push(flowOf(flow));
      }
    }
    addFile(open, this.#file);
    open.lastMs = Math.max(open.lastMs, timeMs);
    if (
      volume !== undefined &&
      volume.sentPackets + volume.receivedPackets + volume.sentBytes + volume.receivedBytes > 0
    )
      addVolume(open.volumes, volume);
    if (state === 'E') {
      this.#open.delete(key);
      done.push(flowOf(open));
    }
  }
}

const volumesOf = (volume: LoggedVolume | undefined): LoggedVolume[] => (volume === undefined ? [] : [volume]);

function flowOf({ first, facts, lastMs, volumes, files }: Open): LoggedFlow {
  const src = parseIp(first.src)!;
  const dst = parseIp(first.dst)!;
  const hasPorts = first.proto === 6 || first.proto === 17 || first.proto === 132;
  return {
    startMs: first.timeMs,
    endMs: lastMs,
    src: src.words,
    dst: dst.words,
    version: src.version,
    srcPort: hasPorts ? first.srcPort : undefined,
    dstPort: hasPorts ? first.dstPort : undefined,
    proto: first.proto,
    volumes,
    facts,
    ...(files === undefined ? {} : { files }),
  };
}

/** Version 1: 8 parts; version 2: 13, counters empty at the begin. */
function groupTuple(text: string): Tuple | undefined {
  const parts = text.split(',');
  if (parts.length !== 8 && parts.length !== 13) return undefined;
  const [, , , , , proto, direction, decision, state = '', ...counters] = parts;
  const number = proto === 'T' ? 6 : proto === 'U' ? 17 : undefined;
  if (decision !== 'A' && decision !== 'D') return undefined;
  return tupleOf(parts, number, direction, decision === 'A' ? 'allowed' : 'denied', state, '', counters);
}

/** Version 4: 13 parts. */
function networkTuple(text: string): Tuple | undefined {
  const parts = text.split(',');
  if (parts.length !== 13) return undefined;
  const [, , , , , proto, direction, state = '', encryption = '', ...counters] = parts;
  const number = /^\d{1,3}$/.test(proto!) ? Number(proto) : undefined;
  return tupleOf(parts, number, direction, state === 'D' ? 'denied' : 'allowed', state, encryption, counters);
}

function tupleOf(
  [stamp, src, dst, srcPort, dstPort]: readonly string[],
  proto: number | undefined,
  direction: string | undefined,
  decision: string,
  state: string,
  encryption: string,
  counters: readonly string[],
): Tuple | undefined {
  const time = countOf(stamp);
  const ports = [countOf(srcPort), countOf(dstPort)];
  if (time === undefined || proto === undefined || proto > 255) return undefined;
  if (parseIp(src!) === undefined || parseIp(src!)?.version !== parseIp(dst!)?.version) return undefined;
  if (ports.some((port) => port === undefined || port > 65535)) return undefined;
  if (direction !== 'I' && direction !== 'O') return undefined;
  if (!['', 'B', 'C', 'E', 'D'].includes(state)) return undefined;
  const [sentPackets, sentBytes, receivedPackets, receivedBytes] = counters.map((text) =>
    text === '' ? 0 : countOf(text),
  );
  const counts = [sentPackets, sentBytes, receivedPackets, receivedBytes];
  if (counters.length > 0 && counts.some((count) => count === undefined)) return undefined;
  const timeMs = time < LEAST_MS ? time * 1000 : time;
  return {
    timeMs,
    src: src!,
    dst: dst!,
    srcPort: ports[0]!,
    dstPort: ports[1]!,
    proto,
    direction: direction === 'I' ? 'inbound' : 'outbound',
    decision,
    state: state === 'D' ? '' : state,
    encryption: ENCRYPTION.get(encryption) ?? encryption.slice(0, 60),
    volume:
      counters.length === 0
        ? undefined
        : {
            timeMs,
            sentPackets: sentPackets!,
            sentBytes: sentBytes!,
            receivedPackets: receivedPackets!,
            receivedBytes: receivedBytes!,
          },
  };
}

function factsOfTuple(facts: Readonly<Record<string, string>>, tuple: Tuple): Readonly<Record<string, string>> {
  const { decision, direction, encryption } = tuple;
  return { ...facts, decision, direction, ...(encryption === '' ? {} : { encryption }) };
}

function factsOf(source: string, more: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const known = Object.entries(more).flatMap(([key, value]) =>
    typeof value === 'string' && value !== '' ? [[key, value.slice(0, 200)] as const] : [],
  );
  return { source, ...Object.fromEntries(known) };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const lastPart = (path: string): string => path.split('/').filter(Boolean).at(-1) ?? '';
const countOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** 000D3AF87856 → 00:0d:3a:f8:78:56 */
function macText(value: unknown): string {
  const digits = textOf(value)
    .replace(/[^0-9a-f]/gi, '')
    .toLowerCase();
  return digits.length === 12 ? digits.replace(/(..)(?!$)/g, '$1:') : '';
}
