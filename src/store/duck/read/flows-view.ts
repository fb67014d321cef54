/**
 * Flows with their facts, for statements. Facts lie in tables of their own (schema.ts) and are joined where a statement names
 * one; those of tables without rows are 0, which is what "not known" is everywhere.
 */
import { FLOW_FILES } from '../imports/flow-files.ts';
import type { Seen } from '../imports/open-flows.ts';
import { OWN_NAMES, OWN_ORGS, type OwnColumn, type OwnNetworks } from '../own-networks.ts';
import { FACT_TABLES, type FactTable, FLOW_COLUMNS } from '../schema.ts';

const COLUMNS = FLOW_COLUMNS.map((column) => column.name);
const TABLE_OF: ReadonlyMap<string, FactTable> = new Map(
  FACT_TABLES.flatMap((table) => table.columns.map((column) => [column, table] as const)),
);

const FACT = /\bf\.(fact_\w+)/g;
const COLUMN = /\bf\.(\w+)/g;
const STAND_IN = /\bseen_flows_(\d+)\b/g;
/** Columns that the user's own networks change, and those that there are only with them. */
const OWN = /\bf\.(src|dst)_(country|network|org)\b/g;
const FILES = /\bf\.file_set\b/;
/** Names of addresses, and operators by what f.src_org and f.dst_org hold. */
const SHOWN = /\bshown_(names|orgs)\b/g;

export class FlowsView {
  readonly #seen: Seen;
  readonly #filled: ReadonlySet<string>;
  readonly #own: OwnNetworks;
  /** tests of ids, by the number in their stand-in */
  readonly #tests: string[] = [''];

  /** `filled`: tables of facts that have rows. */
  constructor(seen: Seen, filled: ReadonlySet<string>, own: OwnNetworks) {
    this.#seen = seen;
    this.#filled = filled;
    this.#own = own;
  }

  /** Stands for all flows until complete(). */
  readonly all = 'seen_flows_0';

  /** Stands for the flows whose ids pass a test, like "IN (1, 2)". */
  among(test: string): string {
    return `seen_flows_${this.#tests.push(test) - 1}`;
  }

  /** The one table of facts that holds all columns which an expression over f names; undefined where there is no such table. */
  static tableOf(sql: string): string | undefined {
    let only: string | undefined;
    for (const [, column] of sql.matchAll(COLUMN)) {
      const table = TABLE_OF.get(column!)?.name;
      if (table === undefined || (only !== undefined && only !== table)) return undefined;
      only = table;
    }
    return only;
  }

  /** Rows of a table of facts whose flows pass a test; undefined when it has none at all. */
  facts(table: string, test: string): string | undefined {
    return this.#filled.has(table) ? `(SELECT * FROM ${this.#seen.rows(table)} r WHERE r.flow ${test})` : undefined;
  }

  /** The statement with what stands for flows filled in. */
  complete(statement: string): string {
    const named = new Set<FactTable>();
    for (const [, column] of statement.matchAll(FACT)) {
      const table = TABLE_OF.get(column!);
      if (table !== undefined) named.add(table);
    }
    const { isEmpty } = this.#own;
    const shown = statement.replaceAll(SHOWN, (_, what: string) =>
      what === 'names' ? (isEmpty ? 'names' : OWN_NAMES) : isEmpty ? 'orgs' : OWN_ORGS,
    );
    const own = new Map<string, string>();
    const sql = isEmpty
      ? shown.replaceAll(OWN, (column, side: string, what: string) =>
          what === 'network' ? '0::UINTEGER' : what === 'org' ? `f.${side}_asn` : column,
        )
      : shown;
    if (!isEmpty)
      for (const [, side, what] of sql.matchAll(OWN)) {
        const column = this.#own.column(side as 'src' | 'dst', what as OwnColumn);
        own.set(`${side}_${what}`, column);
      }
    return sql.replaceAll(STAND_IN, (_, number: string) =>
      this.#expression(this.#tests[Number(number)] ?? '', named, own, FILES.test(sql)),
    );
  }

  #expression(
    test: string,
    named: ReadonlySet<FactTable>,
    own: ReadonlyMap<string, string>,
    withFiles: boolean,
  ): string {
    const rows = this.#seen.rows('flows', COLUMNS);
    const flows = test === '' ? rows : `(SELECT * FROM ${rows} r WHERE r.id ${test})`;
    if (named.size === 0 && own.size === 0 && !withFiles) return flows;
    const columns: string[] = [];
    const replaced: string[] = [];
    for (const [column, sql] of own) (column.endsWith('country') ? replaced : columns).push(`${sql} AS ${column}`);
    let joins = withFiles ? ` ${FLOW_FILES.joins}` : '';
    if (withFiles) columns.push(FLOW_FILES.column);
    for (const { name, columns: facts } of named) {
      if (!this.#filled.has(name)) {
        columns.push(...facts.map((fact) => `0::UINTEGER ${fact}`));
        continue;
      }
      const found = this.#seen.rows(name, ['flow', 'import', ...facts]);
      joins += ` LEFT JOIN ${test === '' ? found : `(SELECT * FROM ${found} r WHERE r.flow ${test})`} ${name} ON ${name}.flow = b.id`;
      columns.push(...facts.map((fact) => `coalesce(${name}.${fact}, 0::UINTEGER) ${fact}`));
    }
    const stored = replaced.length === 0 ? 'b.*' : `b.* REPLACE (${replaced.join(', ')})`;
    return `(SELECT ${[stored, ...columns].join(', ')} FROM ${flows} b${joins})`;
  }
}
