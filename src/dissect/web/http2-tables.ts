/** HPACK's tables of both directions of the latest MOST_FLOWS flows of HTTP/2; what is pushed out is read no further. */
import { createTable, type HpackTable } from './hpack.ts';

const MOST_FLOWS = 256;

interface Tables {
  readonly id: number;
  readonly client: HpackTable;
  readonly server: HpackTable;
}

/** Memory that flows refer to by number; see across-packets.ts. */
export const http2Tables: { flows: Tables[]; lastId: number } = { flows: [], lastId: 0 };

/** A number for a flow's tables, 1 to `highest`. */
export function openTables(highest: number): number {
  const id = (http2Tables.lastId % highest) + 1;
  http2Tables.lastId = id;
  http2Tables.flows[id % MOST_FLOWS] = { id, client: createTable(), server: createTable() };
  return id;
}

/** The table of one direction; undefined when the flow was pushed out. */
export function tableOf(id: number, client: boolean): HpackTable | undefined {
  const tables = http2Tables.flows[id % MOST_FLOWS];
  if (tables === undefined || tables.id !== id) return undefined;
  return client ? tables.client : tables.server;
}
