/** Questions about single flows: pages of the flow table, one flow, export. */
import { UINTEGER } from '@duckdb/node-api';
import type { Answers, FlowRow, Question, SortKey } from '#query/question.ts';
import { type Dictionary, type Expression, expressionOf, ROW_FIELDS, Shown, valueSql } from './columns.ts';
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

type Fields = readonly (readonly [string, Expression])[];

/** Rows read raw; their texts are looked up by code afterwards: joining the dictionaries costs more than the page. */
async function readFlows(source: Source, fields: Fields, condition: string, texts: Texts): Promise<readonly FlowRow[]> {
  const list = fields.map(([key, e]) => `${valueSql(e)} AS "${key}"`).join(', ');
  const rows = await source.rows(`SELECT ${list} FROM ${source.flows} f WHERE ${condition}`);
  for (const [key, e] of fields) if (e.dictionary !== undefined) await texts.learn(source, e.dictionary, rows, key);
  return rows.map((row) => {
    const out: Record<string, string | number | boolean> = {};
    for (const [key, e] of fields) {
      const value = row[key];
      if (value === null || value === undefined) continue;
      const shown = e.dictionary === undefined ? e.decode(value) : texts.of(e.dictionary, value);
      if (shown !== undefined) out[key] = shown;
    }
    return out as FlowRow;
  });
}

const MAX_TEXTS = 100_000;

/** Texts of codes, kept while one answer or export is made. */
class Texts {
  readonly #tables = new Map<string, Map<unknown, string | undefined>>();

  async learn(source: Source, dictionary: Dictionary, rows: readonly Row[], key: string): Promise<void> {
    const { table, text } = dictionary;
    let known = this.#tables.get(table);
    if (known === undefined || known.size > MAX_TEXTS) {
      known = new Map();
      this.#tables.set(table, known);
    }
    const codes = new Set<unknown>();
    for (const row of rows) if (row[key] !== null && !known.has(row[key])) codes.add(row[key]);
    if (codes.size === 0) return;
    for (const code of codes) known.set(code, undefined);
    const found = await source.rows(
      `SELECT ${dictionary.key} AS code, ${text} AS text FROM ${table} WHERE ${dictionary.key} IN (${Array.from(codes, (code) => (typeof code === 'bigint' ? `'${code}'::UHUGEINT` : Number(code))).join(',')})`,
    );
    for (const row of found) known.set(row.code, String(row.text));
  }

  of(dictionary: Dictionary, code: unknown): string | undefined {
    return this.#tables.get(dictionary.table)?.get(code);
  }
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
  async rows(
    source: Source,
    ids: Uint32Array,
    keys: readonly string[],
    texts = new Texts(),
  ): Promise<readonly FlowRow[]> {
    if (ids.length === 0) return [];
    const rows = await readFlows(source, selected(keys), `f.id IN (${Array.from(ids).join(',')})`, texts);
    const byId = new Map(rows.map((row) => [row.id, row]));
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

const EXPORT_ROWS = 8192;

/** Flows of a scope as rows, in batches: their ids in order first, then the rows, so that memory stays bounded. */
export async function* exportRows(
  source: Source,
  keys: readonly string[],
  where: string,
  parameters: Parameters,
  sort: readonly SortKey[],
  limit: number | undefined,
): AsyncGenerator<readonly FlowRow[]> {
  const asked = keys.length === 0 || keys.includes('id');
  const shown = new Shown();
  const order = orderSql(sort, shown);
  const ids = await source.ids(
    `SELECT f.id FROM ${source.flows} f ${shown.joins} WHERE ${where} ORDER BY ${order}${limit === undefined ? '' : ` LIMIT ${Math.max(0, Math.floor(limit))}`}`,
    parameters,
  );
  const pages = new Pages();
  const texts = new Texts();
  for (let at = 0; at < ids.length; at += EXPORT_ROWS) {
    const rows = await pages.rows(source, ids.subarray(at, at + EXPORT_ROWS), keys, texts);
    if (!asked) for (const row of rows) delete (row as Partial<Record<string, unknown>>).id;
    yield rows;
  }
}
