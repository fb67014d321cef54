/** Questions about single flows: pages of the flow table, one flow, export. */
import { type DuckDBConnection, UINTEGER } from '@duckdb/node-api';
import type { Answers, FlowRow, Question, SortKey } from '#query/question.ts';
import { type Expression, expressionOf, ROW_FIELDS, Shown } from './columns.ts';
import type { Row, Source } from './reader.ts';
import { Parameters } from './where.ts';

const MAX_PAGE = 10_000;

/** Fields and their expressions; unknown keys are left out, no keys = all fields. */
function selected(keys: readonly string[]): readonly (readonly [string, Expression])[] {
  const wanted = keys.length === 0 ? ROW_FIELDS.map((field) => field.key) : keys;
  return [...new Set([...wanted, 'id'])].flatMap((key) => {
    const expression = expressionOf(key);
    return expression === undefined ? [] : [[key, expression] as const];
  });
}

const listSql = (fields: readonly (readonly [string, Expression])[], shown: Shown) =>
  fields.map(([key, e]) => `${shown.of(e)} AS "${key}"`).join(', ');

function flowRow(fields: readonly (readonly [string, Expression])[], row: Row): FlowRow {
  const out: Record<string, string | number | boolean> = {};
  for (const [key, e] of fields) {
    const value = row[key];
    if (value !== null && value !== undefined) out[key] = e.decode(value);
  }
  return out as FlowRow;
}

/** Unknown values come last, whichever way; the number of the flow decides among equals, so that pages never overlap. */
function orderSql(sort: readonly SortKey[], shown: Shown): string {
  const keys = sort.flatMap((key) => {
    const expression = expressionOf(key.field);
    return expression === undefined ? [] : [`${shown.of(expression)} ${key.descending ? 'DESC' : 'ASC'} NULLS LAST`];
  });
  return [...keys, ...(keys.length === 0 ? ['f.start_ns'] : []), 'f.id'].join(', ');
}

/** Ids in an order, kept for the pages that follow. */
export interface Sorted {
  readonly key: string;
  readonly ids: Uint32Array;
}

export class Pages {
  /** the last few orders, most recent first */
  #sorted: readonly Sorted[] = [];

  async page(
    source: Source,
    question: Extract<Question, { kind: 'flows' }>,
    where: string,
    parameters: Parameters,
    total: number,
    version: number,
  ): Promise<Answers['flows']> {
    const limit = Math.max(0, Math.min(MAX_PAGE, Math.floor(question.limit)));
    const offset = Math.max(0, Math.floor(question.offset));
    const shown = new Shown();
    const order = orderSql(question.sort, shown);
    const from = `SELECT f.id FROM ${source.flows} f ${shown.joins} WHERE ${where} ORDER BY ${order}`;
    const key = JSON.stringify([version, question.scope, question.sort]);
    const kept = this.#sorted.find((sorted) => sorted.key === key);
    let ids: Uint32Array;
    if (kept !== undefined) ids = kept.ids.subarray(offset, offset + limit);
    else if (offset + limit <= 2_000) ids = await source.ids(`${from} LIMIT ${limit} OFFSET ${offset}`, parameters);
    else {
      const all = await source.ids(from, parameters);
      this.#sorted = [{ key, ids: all }, ...this.#sorted].slice(0, 3);
      ids = all.subarray(offset, offset + limit);
    }
    return { total, rows: await this.rows(source, ids, question.fields) };
  }

  /** Rows of these flows, in this order. */
  async rows(source: Source, ids: Uint32Array, keys: readonly string[]): Promise<readonly FlowRow[]> {
    if (ids.length === 0) return [];
    const fields = selected(keys);
    const shown = new Shown();
    const list = listSql(fields, shown);
    const found = await source.rows(
      `SELECT ${list} FROM ${source.flows} f ${shown.joins} WHERE f.id IN (${Array.from(ids).join(',')})`,
    );
    const byId = new Map(found.map((row) => [Number(row.id), flowRow(fields, row)]));
    return Array.from(ids).flatMap((id) => byId.get(id) ?? []);
  }

  async flow(source: Source, id: number): Promise<Answers['flow']> {
    const [row] = await this.rows(source, Uint32Array.of(id), []);
    if (row === undefined) return undefined;
    const parameters = new Parameters();
    const p = parameters.add(id, UINTEGER);
    const width = source.baseWidthMs;
    const spread = await source.rows(
      `SELECT (a.time_ms // ${width}) * ${width} t, sum(a.src_bytes::DOUBLE) sent, sum(a.dst_bytes::DOUBLE) received FROM ${source.activity} a WHERE a.flow = ${p} GROUP BY 1 ORDER BY 1`,
      parameters,
    );
    if (spread.length > 0)
      return {
        row,
        activity: {
          time: spread.map((r) => Number(r.t)),
          sentBytes: spread.map((r) => Number(r.sent)),
          receivedBytes: spread.map((r) => Number(r.received)),
          widthMs: width,
        },
      };
    const start = Math.floor(Date.parse(String(row.start)) / width) * width;
    return {
      row,
      activity: {
        time: [start],
        sentBytes: [Number(row['src.bytes'])],
        receivedBytes: [Number(row['dst.bytes'])],
        widthMs: width,
      },
    };
  }
}

/** Flows of a scope as rows, in batches of DuckDB's own size, in one pass; the connection is busy until the end. */
export async function* exportRows(
  connection: DuckDBConnection,
  flows: string,
  keys: readonly string[],
  where: string,
  parameters: Parameters,
  sort: readonly SortKey[],
  limit: number | undefined,
): AsyncGenerator<readonly FlowRow[]> {
  const fields = selected(keys);
  const asked = keys.length === 0 || keys.includes('id');
  const shown = new Shown();
  const [list, order] = [listSql(fields, shown), orderSql(sort, shown)];
  const sql = `SELECT ${list} FROM ${flows} f ${shown.joins} WHERE ${where} ORDER BY ${order}${limit === undefined ? '' : ` LIMIT ${Math.max(0, Math.floor(limit))}`}`;
  const result = await connection.stream(sql, parameters.values, parameters.types);
  for await (const rows of result.yieldRowObjectJs()) {
    yield rows.map((row) => {
      const out = flowRow(fields, row as Row);
      if (!asked) delete (out as Record<string, unknown>).id;
      return out;
    });
  }
}
