/** Flows of a capture as plain rows, decoded in this process without a store. */
import { formatIp } from '#base/address.ts';
import { APPS } from '#dissect/apps.ts';
import { createEngine } from '#dissect/engine.ts';
import { createEnricher } from '#enrich/enrich.ts';
import type { Geo } from '#enrich/geo.ts';
import { ServiceTable } from '#enrich/services.ts';
import { FACTS } from '#fields/table.ts';
import { type FlowBatch, FlowFlag, NO_U32 } from '#flow/batch/batch.ts';
import { DEFAULT_SETTINGS, type DecodeSettings } from '#flow/settings.ts';
import { TCP_STATES } from '#flow/tcp/state.ts';
import { SERVICES } from '#registry/services/services.ts';
import { decodeFlows } from '../decoded.ts';

export interface End {
  readonly ip: string;
  /** ICMP: of src the type, of dst the code; -1 = not captured, or none */
  readonly port: number;
  readonly packets: number;
  readonly bytes: number;
  readonly payload: number;
  readonly retrans: number;
  readonly lost: number;
}

export interface Flow {
  readonly src: End;
  readonly dst: End;
  /** IANA protocol; -1 without IP */
  readonly proto: number;
  readonly stack: string;
  /** s on the capture's clock */
  readonly start: number;
  readonly end: number;
  readonly state: string;
  readonly rttMs: number | undefined;
  readonly app: string;
  /** '' = not known; operators' networks are left out */
  readonly service: string;
  /** app was proved by inspection */
  readonly proved: boolean;
  readonly truncated: boolean;
  readonly facts: ReadonlyMap<string, string | number>;
}

const decoder = new TextDecoder();
const ICMP = [1, 58];
const MAX_FLOWS = 100_000;

const NOWHERE: Geo = {
  countryOf: () => 0,
  asnOf: () => 0,
  orgOf: () => '',
  find: () => 0,
  countryAt: () => 0,
  asnAt: () => 0,
  countryDate: '',
  asnDate: '',
};
const enricher = createEnricher(NOWHERE, new ServiceTable(SERVICES), APPS);

/** In the order in which they ended. Throws where the file is no capture. */
export function flowsOf(path: string, settings: DecodeSettings = DEFAULT_SETTINGS): Flow[] {
  const flows: Flow[] = [];
  decodeFlows(path, {
    inspector: createEngine(),
    maxFlows: MAX_FLOWS,
    settings,
    onFlow(batch, stacks) {
      enricher.fill(batch);
      flows.push(rowOf(batch, stacks));
    },
  });
  return flows;
}

const u64 = (column: Uint32Array): number => column[0]! + column[1]! * 2 ** 32;

function rowOf(batch: FlowBatch, stacks: readonly string[]): Flow {
  const noIp = batch.ipVersion[0] === 0;
  const known = (batch.flags[0]! & FlowFlag.Ports) !== 0 || ICMP.includes(batch.proto[0]!);
  const end = (side: 'src' | 'dst'): End => {
    const ip = batch[`${side}Ip`];
    return {
      ip: noIp ? u64(batch[`${side}Mac`]).toString(16).padStart(12, '0') : formatIp(ip[3]!, ip[2]!, ip[1]!, ip[0]!),
      port: known && !noIp ? batch[`${side}Port`][0]! : -1,
      packets: batch[`${side}Packets`][0]!,
      bytes: u64(batch[`${side}Bytes`]),
      payload: u64(batch[`${side}Payload`]),
      retrans: u64(batch[`${side}Retrans`]),
      lost: u64(batch[`${side}Lost`]),
    };
  };
  const facts = new Map<string, string | number>();
  for (let n = 0; n < batch.factCount; n++) {
    const { key, fact } = FACTS[batch.factField[n]!]!;
    const value = batch.factValue[n]!;
    facts.set(key, fact === 'text' ? decoder.decode(batch.heap.subarray(value, value + batch.factLength[n]!)) : value);
  }
  return {
    src: end('src'),
    dst: end('dst'),
    proto: noIp ? -1 : batch.proto[0]!,
    stack: stacks[batch.stack[0]!]!,
    start: u64(batch.start) / 1e9,
    end: u64(batch.end) / 1e9,
    state: TCP_STATES[batch.tcpState[0]!]!,
    rttMs: batch.tcpRtt[0] === NO_U32 ? undefined : batch.tcpRtt[0]! / 1000,
    app: APPS[batch.app[0]!]!,
    service: SERVICES[batch.service[0]!]!.name,
    proved: batch.appBy[0] === 2,
    truncated: (batch.flags[0]! & FlowFlag.Truncated) !== 0,
    facts,
  };
}
