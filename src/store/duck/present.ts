/** A dataset as questions see it now: its version, the flows that are seen, and what is remembered of them until they change. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Budget } from './held/budget.ts';
import { HeldFlows } from './held/held.ts';
import type { HeldSource } from './held/held-source.ts';
import type { Seen } from './imports/open-flows.ts';
import type { OwnNetworks } from './own-networks.ts';
import { FlowsView } from './read/flows-view.ts';
import { readColumns, scanVectors } from './read/read-columns.ts';
import { readIds, readRows } from './read/reader.ts';
import { Shared } from './shared.ts';

interface Surroundings {
  readonly budget: Budget;
  /** tables of facts that have, or are about to have, rows */
  readonly factTables: ReadonlySet<string>;
  readonly seen: () => Seen;
  /** no import is under way, and all that is there is seen */
  readonly isSettled: () => boolean;
}

export class Present {
  readonly #with: Surroundings;
  #version: number;
  #widthMs: number;
  #own: OwnNetworks;
  #held: HeldFlows;
  /** of this version */
  #shared = new Shared();

  constructor(surroundings: Surroundings, version: number, widthMs: number, own: OwnNetworks) {
    this.#with = surroundings;
    this.#version = version;
    this.#widthMs = widthMs;
    this.#own = own;
    this.#held = new HeldFlows(surroundings.budget);
  }

  /** changes with what is seen */
  get version(): number {
    return this.#version;
  }

  /** width of activity's bins */
  get widthMs(): number {
    return this.#widthMs;
  }

  get own(): OwnNetworks {
    return this.#own;
  }

  changed(): void {
    this.#version++;
    this.#shared = new Shared();
  }

  widen(widthMs: number): void {
    if (widthMs > this.#widthMs) this.#widthMs = widthMs;
  }

  /** All flows are told by them at once. */
  setOwn(own: OwnNetworks): void {
    this.#own = own;
    this.letGo();
    this.changed();
  }

  /** Columns in memory are of the flows as they were. */
  letGo(): void {
    this.#held.end();
    this.#held = new HeldFlows(this.#with.budget);
  }

  /** What is seen now, for statements that come later. None is begun once the question is given up. */
  source(connection: DuckDBConnection, isGivenUp = () => false): HeldSource {
    const seen = this.#with.seen();
    const view = new FlowsView(seen, this.#with.factTables, this.#own);
    const complete = (sql: string) => view.complete(sql);
    const shared = this.#shared;
    const version = this.#version;
    const held = this.#held;
    const asked = <T>(read: () => Promise<T>): Promise<T> =>
      isGivenUp() ? Promise.reject(new Error('Interrupted: the question was given up')) : read();
    const source: HeldSource = {
      once: (key, ask) => shared.once(key, ask),
      flows: view.all,
      flowsAmong: (test) => view.among(test),
      factsAmong: (table, test) => view.facts(table, test),
      complete,
      activity: seen.rows('activity'),
      volume: (column) => `f.${column}`,
      own: this.#own,
      baseWidthMs: this.#widthMs,
      rows: (sql, parameters) => asked(() => readRows(connection, complete(sql), parameters)),
      columns: (sql, parameters) => asked(() => readColumns(connection, complete(sql), parameters)),
      scan: (sql, parameters, visit) => asked(() => scanVectors(connection, complete(sql), parameters, visit)),
      isSettled: this.#with.isSettled(),
      ids: (sql, parameters) => asked(() => readIds(connection, complete(sql), parameters)),
      turn: () => othersTurn().then(() => asked(async () => undefined)),
      held: () => held.of(source, version),
    };
    return source;
  }
}
