/**
 * What questions see of an import under way: of each port the flows finished up to a snapshot of its open flows, and
 * that snapshot; rows finished later are hidden until the next one. So a flow is never counted twice, and numbers only
 * grow. What is seen changes in show() and forget() alone, at once for all that follows; a question keeps what it saw.
 */
import { FLOW_COUNT_IDS } from '../ids.ts';

/** Ids of open flows: above all others, a range for each port. */
const { OPEN_BASE, OPEN_RANGE, PORTS } = FLOW_COUNT_IDS;

interface Snapshot {
  /** in column `import` of its rows */
  readonly number: number;
  rows: number;
  /** finished flows of the port from this id on are later than the snapshot; undefined while it is not complete */
  before: number | undefined;
}

/** One decode worker's part of an import. */
export interface OpenPort {
  readonly number: number;
  readonly importing: number;
  /** what questions see */
  shown: Snapshot | undefined;
  /** what they will see */
  next: Snapshot | undefined;
  /** the snapshot that is being told is wanted */
  accepts: boolean;
  /** ids [from, to) of finished flows later than a snapshot */
  later: [number, number][];
  /** old snapshots whose rows are not gone yet: no new one comes meanwhile, so that few are in memory */
  dropping: number;
}

/** Table expressions for what was seen at one moment. */
export interface Seen {
  /** rows of `flows`, `activity` or a table of facts; without `columns`, all */
  rows(table: string, columns?: readonly string[]): string;
}

interface Surroundings {
  /** of the dataset's database; that of open flows is called NAME_open */
  readonly name: string;
  readonly run: (sql: string) => Promise<unknown>;
  /** finished flows with lower ids have been written */
  readonly written: () => number;
  /** tables of facts that have rows */
  readonly factTables: () => Iterable<string>;
  /** resolves when the questions now under way have been answered */
  readonly answered: () => Promise<unknown>;
}

export class OpenFlows {
  readonly #with: Surroundings;
  readonly #ports = new Set<OpenPort>();
  /** imports of which nothing is seen; those that are to be shown say what they replace then, '' = nothing */
  readonly #hidden = new Map<number, string | undefined>();
  /** by import: conditions on rows of earlier ones that it replaces */
  readonly #replaced = new Map<number, string>();
  #lastSnapshot = 0;
  #drops: Promise<unknown> = Promise.resolve();

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  connect(importing: number, number: number): OpenPort {
    const port: OpenPort = {
      number,
      importing,
      shown: undefined,
      next: undefined,
      accepts: false,
      later: [],
      dropping: 0,
    };
    this.#ports.add(port);
    return port;
  }

  /** Nothing of the import is seen until it is shown or has ended. */
  hide(importing: number): void {
    this.#hidden.set(importing, undefined);
  }

  /** From the first snapshot that all its ports have, the import is seen and rows that meet the condition are not. */
  reveal(importing: number, replaced: string): void {
    if (this.#hidden.has(importing)) this.#hidden.set(importing, replaced);
  }

  /** The import is whole: all of it is seen, and rows that meet the condition are not. */
  replace(importing: number, replaced: string): void {
    this.#hidden.delete(importing);
    this.#replaced.set(importing, replaced);
  }

  /** Finished flows [from, to) of the port are being written. */
  finished(port: OpenPort, from: number, to: number): void {
    if (port.shown === undefined && port.next === undefined) return;
    const last = port.later.at(-1);
    if (last !== undefined && last[1] === from) last[1] = to;
    else port.later.push([from, to]);
  }

  /** A snapshot begins; it is passed over while another waits to be shown or old ones are still to be deleted. */
  begin(port: OpenPort): void {
    port.accepts = port.next === undefined && port.dropping === 0;
    if (port.accepts) port.next = { number: ++this.#lastSnapshot, rows: 0, before: undefined };
  }

  /** Room for rows of the snapshot begun; undefined when there is none. */
  add(port: OpenPort, rows: number): { readonly snapshot: number; readonly firstId: number } | undefined {
    const next = port.accepts ? port.next : undefined;
    if (next === undefined || next.rows + rows > OPEN_RANGE) return undefined;
    const firstId = OPEN_BASE + (port.number % PORTS) * OPEN_RANGE + next.rows;
    next.rows += rows;
    return { snapshot: next.number, firstId };
  }

  /** The snapshot begun is whole; `nextFlow`: id of the next finished flow. */
  complete(port: OpenPort, nextFlow: number): void {
    if (port.accepts && port.next !== undefined) port.next.before = nextFlow;
  }

  /** Shows the complete snapshots; everything finished has been written. */
  show(): void {
    for (const [importing, replaced] of this.#hidden) {
      if (replaced === undefined) continue;
      const ports = [...this.#ports].filter((port) => port.importing === importing);
      if (ports.some((port) => port.next?.before === undefined)) continue;
      this.#hidden.delete(importing);
      if (replaced !== '') this.#replaced.set(importing, replaced);
    }
    for (const port of this.#ports) {
      if (this.#hidden.has(port.importing)) continue;
      const before = port.next?.before;
      if (before === undefined) continue;
      if (port.shown !== undefined) this.#drop(port, port.shown);
      port.shown = port.next;
      port.next = undefined;
      port.later = port.later.flatMap(([from, to]) => (to <= before ? [] : [[Math.max(from, before), to]]));
    }
  }

  /** The import has ended: its finished flows are all there is. */
  forget(importing: number): void {
    this.#hidden.delete(importing);
    this.#replaced.delete(importing);
    for (const port of this.#ports) {
      if (port.importing !== importing) continue;
      this.#ports.delete(port);
      for (const snapshot of [port.shown, port.next]) if (snapshot !== undefined) this.#drop(port, snapshot);
    }
  }

  /** Everything that is there is seen. */
  get isSettled(): boolean {
    return this.#ports.size === 0 && this.#hidden.size === 0 && this.#replaced.size === 0;
  }

  /** What is seen now, for statements that come later. */
  seen(): Seen {
    if (this.isSettled) return { rows: (table) => table };
    const ports = [...this.#ports].filter((port) => !this.#hidden.has(port.importing));
    const shown = ports.flatMap((port) => (port.shown === undefined || port.shown.rows === 0 ? [] : port.shown.number));
    const later = ports.flatMap((port) => port.later);
    const { name } = this.#with;
    const written = this.#with.written();
    const first = Math.min(...later.map(([from]) => from));
    const unseen = this.#hidden.size === 0 ? '' : ` AND import NOT IN (${[...this.#hidden.keys()].join(', ')})`;
    const replaced = [...this.#replaced.values()];
    return {
      rows(table, columns) {
        const id = table === 'flows' ? 'id' : 'flow';
        const list = columns?.join(', ') ?? '*';
        const hidden = later.map(([from, to]) => `${id} BETWEEN ${from} AND ${to - 1}`).join(' OR ');
        const seen = later.length === 0 ? '' : ` AND (${id} < ${first} OR NOT (${hidden}))`;
        const standing = replaced.map((condition) =>
          table === 'flows'
            ? ` AND NOT (${condition})`
            : ` AND flow NOT IN (SELECT id FROM ${name}.main.flows WHERE ${condition})`,
        );
        const finished = `SELECT ${list} FROM ${name}.main.${table} WHERE ${id} < ${written}${seen}${unseen}${standing.join('')}`;
        if (shown.length === 0) return `(${finished})`;
        return `(${finished} UNION ALL SELECT ${list} FROM ${name}_open.main.${table} WHERE import IN (${shown.join(', ')}))`;
      },
    };
  }

  /** Resolves when the rows of old snapshots are gone. */
  get dropped(): Promise<unknown> {
    return this.#drops;
  }

  #drop(port: OpenPort, snapshot: Snapshot): void {
    if (snapshot.rows === 0) return;
    port.dropping++;
    const { name, run, answered } = this.#with;
    const drop = async (): Promise<void> => {
      for (const table of ['flows', 'activity', ...this.#with.factTables()])
        await run(`DELETE FROM ${name}_open.main.${table} WHERE import = ${snapshot.number}`);
    };
    this.#drops = Promise.allSettled([this.#drops, answered()])
      .then(drop)
      .catch(() => undefined)
      .finally(() => port.dropping--);
  }
}
