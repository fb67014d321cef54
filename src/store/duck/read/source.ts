/** What questions read from: statements on the flows that are seen. */
import type { OwnNetworks } from '../own-networks.ts';
import type { Parameters } from './parameters.ts';
import type { ColumnValues, Vector } from './read-columns.ts';

export type Row = Readonly<Record<string, unknown>>;

/** What is summed of flows. */
export const VOLUMES = ['src_bytes', 'dst_bytes', 'src_packets', 'dst_packets'] as const;
export type VolumeColumn = (typeof VOLUMES)[number];

/** Statements on the flows that are seen; what a question keeps while its dataset stays as it is. */
export interface Source {
  /**
   * Stands for flows, those still open included; to be named f. Facts (f.fact_…) are joined to it where a statement names
   * some, so a statement must be run by the functions below, or be completed.
   */
  readonly flows: string;
  /** the same for few flows: `test` is what their ids must pass, "IN (1, 2)"; cheaper than a condition beside it */
  flowsAmong(test: string): string;
  /** Rows of one table of facts for those flows, see FlowsView; to be named f. */
  factsAmong(table: string, test: string): string | undefined;
  /** A statement with what stands for flows filled in. */
  complete(sql: string): string;
  readonly activity: string;
  /** what stands for a volume of `f`, in sums */
  volume(column: VolumeColumn): string;
  readonly own: OwnNetworks;
  /** no import is under way */
  readonly isSettled: boolean;
  /** width of the dataset's activity bins, ms */
  readonly baseWidthMs: number;
  rows(sql: string, parameters?: Parameters): Promise<readonly Row[]>;
  /** the same, as columns */
  columns(sql: string, parameters?: Parameters): Promise<readonly ColumnValues[]>;
  /** the same part by part, as the engine's own vectors: good until the next part, and without NULLs */
  scan(
    sql: string,
    parameters: Parameters | undefined,
    visit: (columns: readonly Vector[], rows: number) => void,
  ): Promise<void>;
  /** the only column of a statement, flow ids */
  ids(sql: string, parameters: Parameters): Promise<Uint32Array>;
  /** Resolves when what waits for the thread has been done; rejects once the question is given up. */
  turn(): Promise<void>;
  /** What many questions want is asked once while the dataset stays as it is. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T>;
}
