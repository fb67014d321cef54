/** Batches → rows of the dataset's tables. One for each dataset being imported into; all calls are synchronous. */
import duckdb from '@duckdb/node-bindings';
import { FACTS, fact } from '#fields/table.ts';
import { type FlowBatch, NO_U32 } from '#flow/batch/batch.ts';
import { etherTypeName } from '#registry/ether-types.ts';
import type { Room } from '../../memory.ts';
import type { ChunkColumns, EndpointColumns, NameColumns } from '../../protocol.ts';
import { ACTIVITY_COLUMNS, type CodeTable, FLOW_COLUMNS, SPREAD } from '../schema.ts';
import { ColumnAppender, type SourceArray } from './appender.ts';
import { Codes } from './codes.ts';
import { Domains } from './domains.ts';
import { FactRows, isSparse } from './fact-rows.ts';
import { Interner } from './interner.ts';
import { RowAppender } from './row-appender.ts';

/** Non-IP frames: code of their EtherType in column `proto`. */
const ETHER_PROTO = 65536;
const MAX_NAMES = 1 << 20;
const MAX_ENDPOINTS = 1 << 18;
const HOST = fact('host');
const IS_TEXT = Uint8Array.from(FACTS, ({ fact }) => (fact === 'text' ? 1 : 0));

/** What a dataset already holds, so that numbers go on from there. */
export interface Held {
  readonly nextFlow: number;
  readonly nextText: number;
  readonly codes: Readonly<Record<CodeTable, readonly (readonly [number, string])[]>>;
  readonly names: Iterable<bigint>;
  /** one of them tells a service */
  readonly telling: boolean;
  /** announced, how many */
  readonly endpoints: number;
  readonly asns: Iterable<number>;
  /** hardware addresses whose vendor is held */
  readonly macs: Iterable<number>;
  /** numbers of host names whose domain is held */
  readonly hosts: Iterable<number>;
}

/** What the codes of a batch mean: names by code, as the program that made it numbers them. */
export interface CodeNames {
  readonly apps: readonly string[];
  readonly services: readonly string[];
  readonly categories: readonly string[];
  readonly stacks: readonly string[];
}

/** Where rows of flows go: the dataset's own tables, or those of open flows. */
interface FlowTables {
  readonly flows: ColumnAppender;
  readonly activity: ColumnAppender;
  readonly facts: FactRows;
}

export class Writer {
  readonly #own: FlowTables;
  readonly #open: FlowTables;
  readonly #interner: Interner;
  readonly #apps: Codes;
  readonly #services: Codes;
  readonly #categories: Codes;
  readonly #stacks: Codes;
  readonly #protos: Codes;
  readonly #names: Set<string>;
  #telling: boolean;
  readonly #asns: Set<number>;
  readonly #texts: RowAppender;
  readonly #nameRows: RowAppender;
  readonly #endpointRows: RowAppender;
  #endpoints: number;
  readonly #orgRows: RowAppender;
  readonly #macs: Set<number>;
  readonly #vendorRows: RowAppender;
  readonly #domains: Domains;
  readonly #moreChunks: RowAppender;
  readonly #chunkRows: RowAppender;
  #columns: Columns;
  #activity: ActivityColumns;
  #nextFlow: number;

  /** `factTables`: names of the tables of facts that have rows; kept up to date. */
  constructor(connection: duckdb.Connection, room: Room, catalog: string, held: Held, factTables: Set<string>) {
    const tables = (name: string): FlowTables => ({
      flows: new ColumnAppender(connection, room, name, 'flows', FLOW_COLUMNS),
      activity: new ColumnAppender(connection, room, name, 'activity', ACTIVITY_COLUMNS),
      facts: new FactRows(connection, room, name, factTables),
    });
    this.#own = tables(catalog);
    this.#open = tables(`${catalog}_open`);
    const rows = (table: string) => new RowAppender(connection, room, catalog, table);
    this.#texts = rows('texts');
    this.#nameRows = rows('names');
    this.#endpointRows = rows('endpoints');
    this.#endpoints = held.endpoints;
    this.#orgRows = rows('orgs');
    this.#macs = new Set(held.macs);
    this.#vendorRows = rows('vendors');
    this.#domains = new Domains(held.hosts, rows('domains'));
    this.#moreChunks = rows('more_chunks');
    this.#chunkRows = rows('chunks');
    this.#interner = new Interner(held.nextText, (id, heap, offset, length) => {
      this.#texts.row((a) => {
        duckdb.append_uint32(a, id);
        duckdb.append_varchar(a, Buffer.from(heap.buffer, heap.byteOffset + offset, length).toString('utf8'));
      });
    });
    const codes = (table: CodeTable) => new Codes(held.codes[table], new RowAppender(connection, room, catalog, table));
    this.#apps = codes('apps');
    this.#services = codes('services');
    this.#categories = codes('categories');
    this.#stacks = codes('stacks');
    this.#protos = codes('protos');
    this.#telling = held.telling;
    this.#names = new Set(Array.from(held.names, (ip) => ip.toString(36)));
    this.#asns = new Set(held.asns);
    this.#columns = createColumns(0);
    this.#activity = createActivity(0);
    this.#nextFlow = held.nextFlow;
  }

  /** Appends finished flows; true when rows were written, so that questions see them. */
  append(importing: number, batch: FlowBatch, names: CodeNames): boolean {
    const first = this.#nextFlow;
    this.#nextFlow += batch.length;
    const wrote = this.#fill(this.#own, importing, first, batch, names);
    for (let i = 0; i < batch.moreChunksCount; i++) {
      const from = batch.moreChunksOffset[i]!;
      const deltas = batch.heap.slice(from, from + batch.moreChunksLength[i]!);
      this.#moreChunks.row((a) => {
        duckdb.append_uint32(a, importing);
        duckdb.append_uint32(a, first + batch.moreChunksRow[i]!);
        duckdb.append_blob(a, deltas);
      });
    }
    if (wrote) this.#flushSmall();
    return wrote;
  }

  /** Appends flows still open. Their ids start at `firstId`. */
  appendOpen(snapshot: number, firstId: number, batch: FlowBatch, names: CodeNames): void {
    this.#fill(this.#open, snapshot, firstId, batch, names);
    this.#open.flows.flush();
    this.#open.activity.flush();
    this.#open.facts.flush();
  }

  /** A name of an address tells a service. */
  get namesTellServices(): boolean {
    return this.#telling;
  }

  /** Names of addresses; each address keeps the first. */
  appendNames(
    importing: number,
    { names, services, categories }: { names: NameColumns; services?: Uint16Array; categories?: Uint8Array },
    codes: CodeNames,
  ): void {
    const serviceCodes = this.#services.mapOf(codes.services);
    const categoryCodes = this.#categories.mapOf(codes.categories);
    const words = new BigUint64Array(names.ip.slice().buffer);
    for (let i = 0; i < names.length && this.#names.size < MAX_NAMES; i++) {
      const ip = (words[2 * i + 1]! << 64n) | words[2 * i]!;
      const key = ip.toString(36);
      if (this.#names.has(key)) continue;
      this.#names.add(key);
      if ((services?.[i] ?? 0) !== 0) this.#telling = true;
      const from = names.offset[i]!;
      const name = Buffer.from(names.heap.buffer, names.heap.byteOffset + from, names.bytes[i]!).toString('utf8');
      this.#nameRows.row((a) => {
        duckdb.append_uint32(a, importing);
        duckdb.append_uhugeint(a, ip);
        duckdb.append_varchar(a, name);
        duckdb.append_uint16(a, serviceCodes[services?.[i] ?? 0] ?? 0);
        duckdb.append_uint16(a, categoryCodes[categories?.[i] ?? 0] ?? 0);
      });
    }
  }

  /** Endpoints tell applications of flows. */
  get endpointsTellApps(): boolean {
    return this.#endpoints > 0;
  }

  appendEndpoints(importing: number, columns: EndpointColumns, codes: CodeNames): void {
    const { ip, port, proto, app, category, proof, time } = columns;
    const apps = this.#apps.mapOf(codes.apps);
    const categories = this.#categories.mapOf(codes.categories);
    const words = new BigUint64Array(ip.slice().buffer);
    for (let i = 0; i < columns.length && this.#endpoints < MAX_ENDPOINTS; i++) {
      this.#endpoints++;
      this.#endpointRows.row((a) => {
        duckdb.append_uint32(a, importing);
        duckdb.append_uint64(a, words[2 * i + 1]!);
        duckdb.append_uint64(a, words[2 * i]!);
        duckdb.append_uint16(a, port[i]!);
        duckdb.append_uint8(a, proto[i]!);
        duckdb.append_uint16(a, apps[app[i]!] ?? 0);
        duckdb.append_uint16(a, categories[category[i]!] ?? 0);
        duckdb.append_uint8(a, proof[i]!);
        duckdb.append_double(a, time[i]!);
      });
    }
  }

  appendOrgs(asn: Uint32Array, org: readonly string[]): void {
    for (let i = 0; i < asn.length; i++) {
      const number = asn[i]!;
      if (number === 0 || !org[i] || this.#asns.has(number)) continue;
      this.#asns.add(number);
      this.#orgRows.row((a) => {
        duckdb.append_uint32(a, number);
        duckdb.append_varchar(a, org[i]!);
      });
    }
  }

  appendVendors(mac: Float64Array, vendor: readonly string[]): void {
    for (let i = 0; i < mac.length && this.#macs.size < MAX_NAMES; i++) {
      if (this.#macs.has(mac[i]!)) continue;
      this.#macs.add(mac[i]!);
      this.#vendorRows.row((a) => {
        duckdb.append_uint64(a, BigInt(mac[i]!));
        duckdb.append_varchar(a, vendor[i]!);
      });
    }
  }

  appendChunks(importing: number, file: number, chunks: ChunkColumns): void {
    const time = (a: duckdb.Appender, ms: number) =>
      Number.isNaN(ms) ? duckdb.append_null(a) : duckdb.append_double(a, ms);
    for (let i = 0; i < chunks.length; i++)
      this.#chunkRows.row((a) => {
        duckdb.append_uint32(a, importing);
        duckdb.append_uint32(a, chunks.number[i]!);
        duckdb.append_uint32(a, file);
        duckdb.append_int64(a, BigInt(chunks.offset[i]!));
        duckdb.append_uint32(a, chunks.bytes[i]!);
        time(a, chunks.first[i]!);
        time(a, chunks.last[i]!);
        duckdb.append_uint32(a, chunks.packets[i]!);
      });
  }

  /** Id of the next finished flow. */
  get nextFlow(): number {
    return this.#nextFlow;
  }

  /** Finished flows with lower ids are in the tables, with their facts. */
  get written(): number {
    return Math.min(this.#nextFlow - this.#own.flows.pending, this.#own.facts.firstPending);
  }

  /** Writes everything pending; false where there was no memory for all of it. */
  flush(): boolean {
    const { activity, facts, flows } = this.#own;
    const written = [activity.flush(), facts.flush(), flows.flush(), this.#flushSmall()];
    return !written.includes(false);
  }

  /** What is to last must have been flushed. */
  close(): void {
    const tables = [this.#own, this.#open].flatMap(({ flows, activity, facts }) => [flows, activity, facts]);
    for (const table of [...tables, ...this.#smallTables()]) {
      try {
        table.close();
      } catch {
        // It could not write what it held; flush() has told so.
      }
    }
  }

  #flushSmall(): boolean {
    return !this.#smallTables()
      .map((rows) => rows.flush())
      .includes(false);
  }

  #smallTables(): readonly RowAppender[] {
    return [
      this.#texts,
      this.#nameRows,
      this.#endpointRows,
      this.#orgRows,
      this.#vendorRows,
      this.#domains.rows,
      this.#moreChunks,
      this.#chunkRows,
      ...[this.#apps, this.#services, this.#categories, this.#stacks, this.#protos].map((codes) => codes.rows),
    ];
  }

  #fill(tables: FlowTables, importing: number, first: number, batch: FlowBatch, names: CodeNames): boolean {
    const rows = batch.length;
    if (this.#columns.id.length < rows) this.#columns = createColumns(Math.max(rows, batch.capacity));
    const { id, imports, addresses, proto, stack, app, service, category, flags, facts } = this.#columns;
    const stacks = this.#stacks.mapOf(names.stacks);
    const apps = this.#apps.mapOf(names.apps);
    const services = this.#services.mapOf(names.services);
    const categories = this.#categories.mapOf(names.categories);
    imports.fill(importing, 0, rows);
    splitAddresses(batch.srcIp, rows, addresses.srcHigh, addresses.srcLow);
    splitAddresses(batch.dstIp, rows, addresses.dstHigh, addresses.dstLow);
    for (let row = 0; row < rows; row++) {
      id[row] = first + row;
      proto[row] = batch.ipVersion[row] === 0 ? this.#etherProto(batch.etherType[row]!) : batch.proto[row]!;
      stack[row] = stacks[batch.stack[row]!] ?? 0;
      app[row] = apps[batch.app[row]!] ?? 0;
      service[row] = services[batch.service[row]!] ?? 0;
      category[row] = categories[batch.category[row]!] ?? 0;
      flags[row] = batch.flags[row]!;
    }
    for (let i = 0; i < batch.activityCount; i++) flags[batch.activityRow[i]!]! |= SPREAD;
    for (const column of facts) column?.fill(0, 0, rows);
    tables.facts.begin(importing, first, rows);
    for (let i = 0; i < batch.factCount; i++) {
      const field = batch.factField[i]!;
      const row = batch.factRow[i]!;
      if (field >= facts.length || row >= rows) continue;
      const isText = IS_TEXT[field] === 1;
      const length = batch.factLength[i]!;
      if (isText && (length === 0 || length === NO_U32 || batch.factValue[i]! + length > batch.heapLength)) continue;
      const value = isText ? this.#interner.idOf(batch.heap, batch.factValue[i]!, length) : batch.factValue[i]!;
      if (field === HOST) this.#domains.see(value, batch.heap, batch.factValue[i]!, length);
      const column = facts[field];
      if (column === undefined) tables.facts.put(field, row, value);
      else column[row] = value;
    }
    tables.facts.end();
    const made: Readonly<Record<string, SourceArray>> = {
      id,
      import: imports,
      src_ip_high: addresses.srcHigh,
      src_ip_low: addresses.srcLow,
      dst_ip_high: addresses.dstHigh,
      dst_ip_low: addresses.dstLow,
      proto,
      stack,
      app,
      service,
      category,
      flags,
    };
    const dense = facts.filter((column) => column !== undefined);
    const sources = FLOW_COLUMNS.map((column, i) =>
      column.from === undefined
        ? (made[column.name] ?? dense[i - FLOW_COLUMNS.length + dense.length]!)
        : (batch[column.from] as SourceArray),
    );
    const isWritten = tables.flows.append(sources, rows);
    this.#fillActivity(tables, importing, first, batch);
    return isWritten;
  }

  #fillActivity(tables: FlowTables, importing: number, first: number, batch: FlowBatch): void {
    const rows = batch.activityCount;
    if (rows === 0) return;
    if (this.#activity.flow.length < rows) this.#activity = createActivity(rows * 2);
    const { flow, imports, app, time, srcBytes, dstBytes } = this.#activity;
    imports.fill(importing, 0, rows);
    for (let i = 0; i < rows; i++) {
      const row = batch.activityRow[i]!;
      flow[i] = first + row;
      app[i] = this.#columns.app[row]!;
      putU64(time, i, batch.activityTime[i]!);
      putU64(srcBytes, i, batch.activitySrcBytes[i]!);
      putU64(dstBytes, i, batch.activityDstBytes[i]!);
    }
    tables.activity.append(
      [flow, imports, app, time, srcBytes, dstBytes, batch.activitySrcPackets, batch.activityDstPackets],
      rows,
    );
  }

  #etherProto(etherType: number): number {
    const code = ETHER_PROTO + etherType;
    this.#protos.name(code, etherTypeName(etherType));
    return code;
  }
}

const U32 = 2 ** 32;
function putU64(column: Uint32Array, row: number, value: number): void {
  column[2 * row] = value % U32;
  column[2 * row + 1] = value / U32;
}

/** 128-bit numbers of four words → their halves of two. */
function splitAddresses(words: Uint32Array, rows: number, high: Uint32Array, low: Uint32Array): void {
  for (let row = 0; row < rows; row++) {
    low[2 * row] = words[4 * row]!;
    low[2 * row + 1] = words[4 * row + 1]!;
    high[2 * row] = words[4 * row + 2]!;
    high[2 * row + 1] = words[4 * row + 3]!;
  }
}

interface Columns {
  readonly id: Uint32Array;
  readonly imports: Uint32Array;
  readonly addresses: Readonly<Record<'srcHigh' | 'srcLow' | 'dstHigh' | 'dstLow', Uint32Array>>;
  readonly proto: Uint32Array;
  readonly stack: Uint16Array;
  readonly app: Uint16Array;
  readonly service: Uint16Array;
  readonly category: Uint16Array;
  readonly flags: Uint8Array;
  /** by number; undefined for those in tables of their own */
  readonly facts: readonly (Uint32Array | undefined)[];
}

function createColumns(rows: number): Columns {
  const u64 = () => new Uint32Array(2 * rows);
  const u16 = () => new Uint16Array(rows);
  const u32 = () => new Uint32Array(rows);
  return {
    id: u32(),
    imports: u32(),
    addresses: { srcHigh: u64(), srcLow: u64(), dstHigh: u64(), dstLow: u64() },
    proto: u32(),
    stack: u16(),
    app: u16(),
    service: u16(),
    category: u16(),
    flags: new Uint8Array(rows),
    facts: FACTS.map((_, field) => (isSparse(field) ? undefined : u32())),
  };
}

interface ActivityColumns {
  readonly flow: Uint32Array;
  readonly imports: Uint32Array;
  readonly app: Uint16Array;
  readonly time: Uint32Array;
  readonly srcBytes: Uint32Array;
  readonly dstBytes: Uint32Array;
}

function createActivity(rows: number): ActivityColumns {
  const u64 = () => new Uint32Array(rows * 2);
  return {
    flow: new Uint32Array(rows),
    imports: new Uint32Array(rows),
    app: new Uint16Array(rows),
    time: u64(),
    srcBytes: u64(),
    dstBytes: u64(),
  };
}
