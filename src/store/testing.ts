/** Batches for tests and measurements, written the way the flow table writes them. */
import { parseCidr } from '#base/address.ts';
import { APPS } from '#dissect/apps.ts';
import { FACTS } from '#fields/table.ts';
import { createBatch, type FlowBatch, FlowFlag, NO_U16, NO_U32 } from '#flow/batch/batch.ts';
import { TCP_STATES, type TcpState } from '#flow/tcp/state.ts';
import { placeCode } from '#registry/places.ts';
import { buffersOf, type Delivery, type Receipt, type StoreLink } from './protocol.ts';

export interface TestFlow {
  readonly startMs: number;
  readonly endMs?: number;
  readonly src?: string;
  readonly dst?: string;
  readonly proto?: number;
  readonly etherType?: number;
  readonly srcPort?: number;
  readonly dstPort?: number;
  readonly vlan?: number;
  readonly app?: string;
  readonly srcBytes?: number;
  readonly dstBytes?: number;
  readonly srcPackets?: number;
  readonly dstPackets?: number;
  readonly srcCountry?: string;
  readonly dstCountry?: string;
  readonly srcAsn?: number;
  readonly dstAsn?: number;
  readonly srcMac?: number;
  readonly dstMac?: number;
  readonly srcPayload?: number;
  readonly dstPayload?: number;
  readonly dstRetrans?: number;
  readonly srcLost?: number;
  /** µs */
  readonly tcpRtt?: number;
  /** places in the lists of stacks, services and categories that are sent along */
  readonly stack?: number;
  readonly service?: number;
  readonly serviceBy?: number;
  readonly category?: number;
  readonly appBy?: number;
  readonly appWhy?: number;
  readonly state?: TcpState;
  readonly tcpFlags?: number;
  readonly truncated?: boolean;
  readonly facts?: Readonly<Record<string, string | number>>;
  /** [bin start ms, src bytes, dst bytes] */
  readonly activity?: readonly (readonly [number, number, number])[];
  /** chunk numbers, ascending */
  readonly chunks?: readonly number[];
}

const U32 = 2 ** 32;
const put = (column: Uint32Array, row: number, value: number | bigint, words = 2) => {
  let rest = BigInt(value);
  for (let i = 0; i < words; i++, rest >>= 32n) column[words * row + i] = Number(rest % BigInt(U32));
};

/** Appends a flow to a batch that has room. */
function addFlow(batch: FlowBatch, flow: TestFlow): void {
  const row = batch.length++;
  const src = flow.src === undefined ? undefined : parseCidr(flow.src);
  const dst = flow.dst === undefined ? undefined : parseCidr(flow.dst);
  put(batch.start, row, BigInt(Math.round(flow.startMs * 1e3)) * 1000n);
  put(batch.end, row, BigInt(Math.round((flow.endMs ?? flow.startMs) * 1e3)) * 1000n);
  put(batch.srcIp, row, src?.low ?? 0n, 4);
  put(batch.dstIp, row, dst?.low ?? 0n, 4);
  batch.ipVersion[row] = src?.version ?? 0;
  batch.proto[row] = flow.proto ?? (src ? 6 : 255);
  batch.etherType[row] = flow.etherType ?? (src ? 0x0800 : 0x0806);
  batch.srcPort[row] = flow.srcPort ?? 0;
  batch.dstPort[row] = flow.dstPort ?? 0;
  put(batch.srcMac, row, flow.srcMac ?? 0x000d3a010203);
  put(batch.dstMac, row, flow.dstMac ?? 0);
  batch.vlan[row] = flow.vlan ?? NO_U16;
  batch.stack[row] = flow.stack ?? 0;
  batch.app[row] = Math.max(0, APPS.indexOf(flow.app ?? ''));
  batch.appBy[row] = flow.appBy ?? (flow.app === undefined ? 0 : 2);
  batch.appWhy[row] = flow.appWhy ?? 0;
  batch.service[row] = flow.service ?? 0;
  batch.serviceBy[row] = flow.serviceBy ?? 0;
  batch.category[row] = flow.category ?? 0;
  put(batch.srcBytes, row, flow.srcBytes ?? 100);
  put(batch.dstBytes, row, flow.dstBytes ?? 0);
  batch.srcPackets[row] = flow.srcPackets ?? 1;
  batch.dstPackets[row] = flow.dstPackets ?? 0;
  put(batch.srcPayload, row, flow.srcPayload ?? 0);
  put(batch.dstPayload, row, flow.dstPayload ?? 0);
  put(batch.srcRetrans, row, 0);
  put(batch.dstRetrans, row, flow.dstRetrans ?? 0);
  put(batch.srcLost, row, flow.srcLost ?? 0);
  put(batch.dstLost, row, 0);
  batch.tcpState[row] = flow.state === undefined ? 0 : TCP_STATES.indexOf(flow.state);
  batch.tcpFlags[row] = flow.tcpFlags ?? 0;
  batch.tcpRtt[row] = flow.tcpRtt ?? NO_U32;
  batch.flags[row] =
    (flow.srcPort === undefined || flow.proto === 1 || flow.proto === 58 ? 0 : FlowFlag.Ports) |
    (flow.srcPort === undefined && (flow.proto === 1 || flow.proto === 58) ? FlowFlag.NoMessage : 0) |
    (flow.truncated ? FlowFlag.Truncated : 0);
  batch.srcCountry[row] = placeCode(flow.srcCountry ?? '');
  batch.dstCountry[row] = placeCode(flow.dstCountry ?? '');
  batch.srcAsn[row] = flow.srcAsn ?? 0;
  batch.dstAsn[row] = flow.dstAsn ?? 0;
  const chunks = flow.chunks ?? [0];
  batch.firstChunk[row] = chunks[0]!;
  batch.lastChunk[row] = chunks.at(-1)!;
  if (chunks.length > 2) {
    const n = batch.moreChunksCount++;
    batch.moreChunksRow[n] = row;
    batch.moreChunksOffset[n] = batch.heapLength;
    for (let i = 1; i < chunks.length - 1; i++) {
      let delta = chunks[i]! - chunks[i - 1]!;
      for (; delta >= 128; delta >>>= 7) batch.heap[batch.heapLength++] = (delta & 127) | 128;
      batch.heap[batch.heapLength++] = delta;
    }
    batch.moreChunksLength[n] = batch.heapLength - batch.moreChunksOffset[n]!;
  }
  for (const [key, value] of Object.entries(flow.facts ?? {})) addFact(batch, row, key, value);
  for (const [time, srcBytes, dstBytes] of flow.activity ?? []) {
    const n = batch.activityCount++;
    batch.activityRow[n] = row;
    batch.activityTime[n] = time;
    batch.activitySrcBytes[n] = srcBytes;
    batch.activityDstBytes[n] = dstBytes;
    batch.activitySrcPackets[n] = srcBytes > 0 ? 1 : 0;
    batch.activityDstPackets[n] = dstBytes > 0 ? 1 : 0;
  }
}

function addFact(batch: FlowBatch, row: number, key: string, value: string | number): void {
  const n = batch.factCount++;
  batch.factRow[n] = row;
  batch.factField[n] = FACTS.findIndex((fact) => fact.key === key);
  if (typeof value === 'number') {
    batch.factValue[n] = value;
    batch.factLength[n] = NO_U32;
    return;
  }
  const bytes = Buffer.from(value);
  batch.factValue[n] = batch.heapLength;
  batch.factLength[n] = bytes.length;
  batch.heap.set(bytes, batch.heapLength);
  batch.heapLength += bytes.length;
}

export function batchOf(flows: readonly TestFlow[]): FlowBatch {
  const batch = createBatch(16 * Math.ceil((flows.length + 1) / 16));
  const facts = flows.reduce((n, flow) => n + Object.keys(flow.facts ?? {}).length, 16);
  const activity = flows.reduce((n, flow) => n + (flow.activity?.length ?? 0), 16);
  const more = flows.length + 1;
  Object.assign(batch, {
    factRow: new Uint32Array(facts),
    factField: new Uint16Array(facts),
    factValue: new Uint32Array(facts),
    factLength: new Uint32Array(facts),
    activityRow: new Uint32Array(activity),
    activityTime: new Float64Array(activity),
    activitySrcBytes: new Float64Array(activity),
    activityDstBytes: new Float64Array(activity),
    activitySrcPackets: new Uint32Array(activity),
    activityDstPackets: new Uint32Array(activity),
    moreChunksRow: new Uint32Array(more),
    moreChunksOffset: new Uint32Array(more),
    moreChunksLength: new Uint32Array(more),
    heap: new Uint8Array(1024 + facts * 128),
  });
  for (const flow of flows) addFlow(batch, flow);
  return batch;
}

/** A decode worker's end of a link. */
export class TestPort {
  readonly #link: StoreLink;
  readonly #receipts: Receipt[] = [];
  #wake: () => void = () => {};

  constructor(
    link: StoreLink,
    { apps = APPS, services = [] as readonly string[], categories = [] as readonly string[] } = {},
  ) {
    this.#link = link;
    link.port.postMessage({ kind: 'codes', apps, services, categories } satisfies Delivery);
    link.port.on('message', (receipt: Receipt) => {
      this.#receipts.push(receipt);
      this.#wake();
    });
  }

  send(delivery: Delivery): void {
    this.#link.port.postMessage(delivery, 'batch' in delivery ? buffersOf(delivery.batch) : []);
  }

  async receipt(): Promise<Receipt> {
    while (this.#receipts.length === 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#receipts.shift()!;
  }

  /** Says that all was sent, and waits until it has been appended. */
  async done(): Promise<void> {
    this.send({ kind: 'done' });
    for (;;) {
      const receipt = await this.receipt();
      if (receipt.kind === 'failed') throw new Error(receipt.message);
      if (receipt.kind === 'done') break;
    }
    this.#link.port.close();
  }
}
