/**
 * Columns of a dataset's flows in memory, by the flows' ids: what most pictures sum and group by. The engine says once which flows
 * a filter leaves; their sums are then additions into arrays, in a tenth of the time of a statement each. Filled when asked for, of
 * finished imports alone, and bounded (Budget); where there is none, the engine answers.
 */
import { Parameters } from '../read/parameters.ts';
import type { Vector } from '../read/read-columns.ts';
import type { Source } from '../read/source.ts';
import { type Activity, loadActivity } from './activity.ts';
import type { Budget } from './budget.ts';
import { orderByStart, type Times } from './by-start.ts';
import { type Coded, loadCoded } from './coded.ts';
import { type HostIndex, mostHosts, numberHosts } from './host-index.ts';

/** Numbers by a flow's id. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** More flows, or ids so sparse, are left to the engine. */
const MOST_FLOWS = 12_000_000;
const LARGEST_ID = 2 * MOST_FLOWS;
/** What a double tells exactly of ns: 104 days. */
const LONGEST_NS = 2n ** 53n;
const U32 = 2 ** 32;
/** Flows of the last scopes are remembered: so many, and always of two scopes. */
const REMEMBERED_FLOWS = 16_000_000;

/** What flows counted, by their ids. */
export interface Volumes {
  readonly sent: Column;
  readonly received: Column;
  readonly sentPackets: Column;
  readonly receivedPackets: Column;
}

/** Flows of a scope. */
export interface Rows {
  /** ascending */
  readonly ids: Uint32Array;
  readonly volumes: Volumes;
}

interface Extent {
  /** ids are below it */
  readonly size: number;
  /** ns since 1970 of what times are counted from: a whole ms */
  readonly base: bigint;
  readonly mostBytes: number;
}

/** What a question takes from memory. */
export interface Held {
  /** ids are below it */
  readonly size: number;
  /** ns since 1970 from which `times` are counted: a whole ms */
  readonly base: bigint;
  /** flows in scope */
  rows(where: string, parameters: Parameters): Promise<Rows>;
  /** What is worked out for a scope, kept until another of the kind is. */
  lately<T>(kind: string, name: string, load: () => Promise<T>, bytesOf: (part: T) => number): Promise<T>;
  /** ns since `base` */
  times(): Promise<Times>;
  flags(): Promise<Uint8Array>;
  /** all flows by start, then by id */
  byStart(): Promise<Uint32Array>;
  /** a number that is never NULL, of each flow */
  numbers(sql: string): Promise<Float64Array>;
  /** values of a field by their codes; undefined where there are too many, or they are no numbers */
  coded(key: string): Promise<Coded | undefined>;
  activity(): Promise<Activity | undefined>;
  hosts(): Promise<HostIndex | undefined>;
}

const extentOf = async (source: Source): Promise<Extent | undefined> => {
  const [row] = await source.rows(
    `SELECT count(*) AS n, max(f.id) AS last_id, min(f.start_ns) AS first, max(f.end_ns) AS last, max(greatest(f.src_bytes, f.dst_bytes))::DOUBLE AS most FROM ${source.flows} f`,
  );
  const flows = Number(row!.n);
  if (flows === 0 || flows > MOST_FLOWS || Number(row!.last_id) >= LARGEST_ID) return undefined;
  const first = row!.first as bigint;
  const base = (first / 1_000_000n - (first < 0n ? 1n : 0n)) * 1_000_000n;
  if ((row!.last as bigint) - base >= LONGEST_NS) return undefined;
  return { size: Number(row!.last_id) + 1, base, mostBytes: Number(row!.most) };
};

/** What is held of a dataset's flows as they are between two imports. */
export class HeldFlows {
  readonly #budget: Budget;
  /** by what they hold */
  readonly #parts = new Map<string, Promise<unknown>>();
  /** names of parts of which only the last few are kept, by kind, the last first */
  readonly #recent = new Map<string, readonly string[]>();
  #isOver = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Lets go of everything: the flows change. Questions under way go on with what was, and what they load is theirs alone. */
  end(): void {
    this.#isOver = true;
    for (const name of this.#parts.keys()) this.#budget.release(this, name);
    this.#parts.clear();
  }

  /** undefined while an import runs, and for what is too large. `version` changes with what is seen. */
  async of(source: Source, version: number): Promise<Held | undefined> {
    if (!source.isSettled || this.#budget.most === 0) return undefined;
    const extent = await this.#part('extent', 0, () => extentOf(source));
    if (extent === undefined) return undefined;
    const { size, base } = extent;
    const scopes = Math.max(2, Math.min(8, Math.floor(REMEMBERED_FLOWS / size)));
    return {
      size,
      base,
      rows: async (where, parameters) => {
        // one after the other: a connection has one result under way
        const volumes = await this.#volumes(source, extent);
        const name = `${version} ${where} ${parameters.key}`;
        const ids = await this.#lately(
          ...(['scope', scopes, name] as const),
          () => idsOf(source, size, where, parameters),
          (found) => found.byteLength,
        );
        return { ids, volumes };
      },
      lately: (kind, name, load, bytesOf) => this.#lately(kind, 1, `${version} ${name}`, load, bytesOf),
      times: () => this.#times(source, extent),
      byStart: () =>
        this.#part('by start', 4 * size, async () => {
          const times = await this.#times(source, extent);
          return orderByStart(await idsOf(source, size, 'TRUE', new Parameters()), times);
        }),
      flags: () => this.#part('flags', size, () => column(source, 'f.flags', new Uint8Array(size))),
      numbers: (sql) => this.#part(sql, 8 * size, () => column(source, `(${sql})::DOUBLE`, new Float64Array(size))),
      coded: (key) => this.#part(`coded ${key}`, 4 * size, () => loadCoded(source, size, key), codedBytes),
      activity: () =>
        this.#part(
          'activity',
          0,
          () => loadActivity(source, base, this.#budget.most / 4),
          (activity) => activity?.bytes ?? 0,
        ),
      hosts: () =>
        this.#part(
          'hosts',
          0,
          () => numberHosts(source, size, mostHosts(this.#budget.most)),
          (index) => index?.bytes ?? 0,
        ),
    };
  }

  #volumes(source: Source, { size, mostBytes }: Extent): Promise<Volumes> {
    const isWide = mostBytes >= U32;
    return this.#part('volumes', (isWide ? 24 : 16) * size, async () => {
      const bytes = () => (isWide ? new Float64Array(size) : new Uint32Array(size));
      const columns = [bytes(), bytes(), new Uint32Array(size), new Uint32Array(size)] as const;
      const type = isWide ? 'DOUBLE' : 'UINTEGER';
      await fill(source, [`f.src_bytes::${type}`, `f.dst_bytes::${type}`, 'f.src_packets', 'f.dst_packets'], columns);
      const [sent, received, sentPackets, receivedPackets] = columns;
      return { sent, received, sentPackets, receivedPackets };
    });
  }

  #times(source: Source, { size, base }: Extent): Promise<Times> {
    return this.#part('times', 16 * size, async () => {
      const [start, end] = [new Float64Array(size), new Float64Array(size)];
      await fill(source, [`(f.start_ns - ${base})::DOUBLE`, `(f.end_ns - ${base})::DOUBLE`], [start, end]);
      return { start, end };
    });
  }

  /** What is there, or is loaded now; what another question was to load, and was given up with it, is loaded here. */
  async #part<T>(
    name: string,
    bytes: number,
    load: () => Promise<T>,
    bytesOf: (part: T) => number = () => bytes,
  ): Promise<T> {
    const known = this.#parts.get(name) as Promise<T> | undefined;
    if (known !== undefined) {
      this.#budget.touch(this, name);
      return known.catch(() => this.#part(name, bytes, load, bytesOf));
    }
    const loaded = load();
    this.#parts.set(name, loaded);
    loaded.then(
      (part) => {
        if (this.#isOver || this.#parts.get(name) !== loaded) return;
        this.#budget.take(this, name, bytesOf(part), () => this.#parts.delete(name));
      },
      () => {
        if (this.#parts.get(name) === loaded) this.#parts.delete(name);
      },
    );
    return loaded;
  }

  /** The same of which there may be many: the last `most` of a kind. */
  #lately<T>(
    kind: string,
    most: number,
    name: string,
    load: () => Promise<T>,
    bytesOf: (part: T) => number,
  ): Promise<T> {
    const part = `${kind} ${name}`;
    const recent = [part, ...(this.#recent.get(kind) ?? []).filter((one) => one !== part)];
    this.#recent.set(kind, recent.slice(0, most));
    for (const old of recent.slice(most)) {
      this.#parts.delete(old);
      this.#budget.release(this, old);
    }
    return this.#part(part, 0, load, bytesOf);
  }
}

/** A text lies in memory once, in one or two bytes a unit, and its number in a table. */
const codedBytes = (coded: Coded | undefined): number =>
  coded === undefined
    ? 0
    : coded.ends.reduce((sum, codes) => sum + codes.byteLength, 0) +
      coded.values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? 48 + 2 * value.length : 32), 0);

/** Ids of the flows that pass, ascending. */
async function idsOf(source: Source, size: number, where: string, parameters: Parameters): Promise<Uint32Array> {
  const ids = await source.ids(`SELECT f.id FROM ${source.flows} f WHERE ${where}`, parameters);
  if (isAscending(ids, ids.length)) return ids;
  const isIn = new Uint8Array(size);
  for (let at = 0; at < ids.length; at++) isIn[ids[at]!] = 1;
  for (let id = 0, at = 0; at < ids.length; id++) if (isIn[id] === 1) ids[at++] = id;
  return ids;
}

/** Puts columns of a statement where the flows' ids are. */
async function fill(source: Source, sql: readonly string[], columns: readonly Column[]): Promise<void> {
  await source.scan(`SELECT f.id, ${sql.join(', ')} FROM ${source.flows} f`, undefined, (vectors, rows) => {
    const id = vectors[0] as Uint32Array;
    const isRun = id[rows - 1]! - id[0]! === rows - 1 && isAscending(id, rows);
    for (const [at, column] of columns.entries()) {
      const vector = vectors[at + 1] as Exclude<Vector, BigUint64Array | BigInt64Array>;
      if (isRun) column.set(vector, id[0]!);
      else for (let row = 0; row < rows; row++) column[id[row]!] = vector[row]!;
    }
  });
}

function isAscending(id: Uint32Array, rows: number): boolean {
  for (let row = 1; row < rows; row++) if (id[row]! <= id[row - 1]!) return false;
  return true;
}

async function column<T extends Column>(source: Source, sql: string, into: T): Promise<T> {
  await fill(source, [sql], [into]);
  return into;
}
