/** Questions about single flows: pages of the flow table, one flow, export. */
import { UINTEGER } from '@duckdb/node-api';
import type { Answers, FlowRow, Question, SortKey } from '#query/question.ts';
import { inScopeByStart } from '../held/by-start.ts';
import type { HeldSource } from '../held/held-source.ts';
import { expressionOf, Shown } from '../read/columns.ts';
import { type FlowColumnsRead, readFlows, rowsOf, selected, Texts } from '../read/flow-rows.ts';
import { Parameters } from '../read/parameters.ts';

const MAX_PAGE = 10_000;

/** Unknown values come last, whichever way; the number of the flow decides among equals, so that pages never overlap. */
function orderSql(sort: readonly SortKey[], shown: Shown): string {
  const keys = sort.flatMap((key) => {
    const expression = expressionOf(key.field);
    return expression === undefined ? [] : [`${shown.of(expression)} ${key.descending ? 'DESC' : 'ASC'} NULLS LAST`];
  });
  return [...keys, ...(keys.length === 0 ? ['f.start_ns'] : []), 'f.id'].join(', ');
}

/** Fewer are looked for by themselves; for more all are put in order, once. */
const FIRST_ROWS = 2_000;

/** Ids in an order, kept for the pages that follow. */
export interface Sorted {
  readonly key: string;
  readonly ids: Uint32Array;
}

export class Pages {
  /** the last few orders, most recent first */
  #sorted: readonly Sorted[] = [];

  async page(
    source: HeldSource,
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
    const isByStart = question.sort.length === 0 || (question.sort.length === 1 && question.sort[0]!.field === 'start');
    let ids: Uint32Array;
    if (kept !== undefined) ids = kept.ids.subarray(offset, offset + limit);
    else if (offset + limit <= FIRST_ROWS)
      ids = await source.ids(`${from} LIMIT ${limit} OFFSET ${offset}`, parameters);
    else {
      const held = isByStart ? await source.held() : undefined;
      const all =
        held === undefined
          ? await source.ids(from, parameters)
          : inScopeByStart(
              (await held.rows(where, parameters)).ids,
              await held.byStart(),
              await held.times(),
              held.size,
              question.sort[0]?.descending === true,
            );
      this.#sorted = [{ key, ids: all }, ...this.#sorted].slice(0, 3);
      ids = all.subarray(offset, offset + limit);
    }
    return { total, rows: await this.rows(source, ids, question.fields) };
  }

  /** Rows of these flows, in this order. */
  async rows(source: HeldSource, ids: Uint32Array, keys: readonly string[]): Promise<readonly FlowRow[]> {
    if (ids.length === 0) return [];
    const test = `IN (${Array.from(ids).join(',')})`;
    const from = `${source.flowsAmong(test)} f`;
    const rows = rowsOf(await readFlows(source, selected(keys), { from, test }, new Texts()));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return Array.from(ids).flatMap((id) => byId.get(id) ?? []);
  }

  async flow(source: HeldSource, id: number): Promise<Answers['flow']> {
    if (id >= 2 ** 32) return undefined; // none has such a number
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

/**
 * Flows of a scope as columns, part by part: their order is kept in a temporary table, the rows are read as they are
 * asked for, so that memory stays bounded.
 */
export async function* exportFlows(
  source: HeldSource,
  keys: readonly string[],
  where: string,
  parameters: Parameters,
  sort: readonly SortKey[],
  limit: number | undefined,
): AsyncGenerator<FlowColumnsRead> {
  const shown = new Shown();
  const order = orderSql(sort, shown);
  const cut = limit === undefined ? '' : ` LIMIT ${Math.max(0, Math.floor(limit))}`;
  const sorted = `SELECT f.id FROM ${source.flows} f ${shown.joins} WHERE ${where} ORDER BY ${order}${cut}`;
  await source.rows(
    `CREATE OR REPLACE TEMP TABLE sorted AS SELECT (row_number() OVER ())::UINTEGER - 1 AS pos, id FROM (${sorted})`,
    parameters,
  );
  const [row] = await source.rows('SELECT count(*) AS n FROM temp.main.sorted');
  const total = Number(row!.n);
  const fields = selected(keys);
  const texts = new Texts();
  for (let at = 0; at < total; at += EXPORT_ROWS) {
    const part = `o.pos >= ${at} AND o.pos < ${at + EXPORT_ROWS}`;
    const test = `IN (SELECT o.id FROM temp.main.sorted o WHERE ${part})`;
    const from = `temp.main.sorted o JOIN ${source.flowsAmong(test)} f ON f.id = o.id WHERE ${part} ORDER BY o.pos`;
    yield await readFlows(source, fields, { from, test }, texts);
  }
}
