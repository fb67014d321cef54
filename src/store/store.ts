/**
 * The store's interface, free of any engine. Implemented on DuckDB (store/duck/…) inside the store's thread and offered
 * to the rest of the program by store/client.ts.
 */
import type { MarkChange, MarkResult, Marks } from '#query/marks.ts';
import type { OwnNetwork } from '#query/networks.ts';
import type { Answer, FilterFault, FlowRow, Question, Scope, SortKey } from '#query/question.ts';
import type { Ending, Replaced, StoredFile, StoreLink, Stream } from './protocol.ts';

/** Where a dataset's database lies; ':memory:' for one that is gone when closed. */
export type DatasetPath = string;

/** A dataset being open. Obtained from Store.open; the same path opened twice gives the same dataset. */
export interface DatasetStore {
  /** Grows with every change of what questions would answer. */
  version(): Promise<number>;
  /** Answers a question; a filter that can't be understood is an answer, too. `signal` gives up a stale question. */
  ask<Q extends Question>(question: Q, signal?: AbortSignal): Promise<Answer<Q['kind']> | FilterFault>;
  files(): Promise<readonly StoredFile[]>;
  /** Chunks of the capture files that hold packets of these flows, in file order. */
  chunksOf(flows: readonly number[]): Promise<readonly ChunkRef[]>;
  /** Starts an import: its flows are seen by questions as they come, and vanish when it is rolled back or never finished. */
  begin(): Promise<number>;
  /** What is kept of the stream's end; undefined when nothing is. */
  stream(): Promise<Stream | undefined>;
  /** Questions see nothing of the import until it is shown or finished. Before its workers are connected. */
  hide(importing: number): Promise<void>;
  /** Questions see it from its first whole snapshot on, in place of the rows it replaces. After its workers are connected. */
  show(importing: number, replaced?: Replaced): Promise<void>;
  /** What finish() is to do besides. */
  settle(importing: number, ending: Ending): Promise<void>;
  /** Numbers for more files of an import, and for their chunks: `chunks` says how many of each. */
  reserve(importing: number, chunks: readonly number[]): Promise<readonly Reserved[]>;
  /** A link for one decode worker. */
  connect(importing: number): Promise<StoreLink>;
  /** Writes or replaces records of files (SHA-256 known later …). */
  putFiles(importing: number, files: readonly StoredFile[]): Promise<void>;
  /** Makes the import durable. All its workers must have said 'done'. */
  finish(importing: number): Promise<void>;
  /** Takes the import back: flows, names, files, chunks. */
  rollback(importing: number): Promise<void>;
  /** The user's own networks. */
  networks(): Promise<readonly OwnNetwork[]>;
  /** In place of those before, checked by query/networks.ts; questions see them at once. */
  setNetworks(networks: readonly OwnNetwork[]): Promise<void>;
  /** Tags, and hosts with tags or notes. */
  marks(): Promise<Marks>;
  /** Puts tags and notes on flows or hosts, checked by query/marks.ts; they stay with the flows when imports go on. */
  mark(change: MarkChange): Promise<MarkResult>;
  /** AppError NOT_FOUND for a change that can't be taken back any more. */
  takeBack(undo: string): Promise<void>;
  /** Flows as rows, in batches, in the order asked for (by default by start). */
  export(request: ExportRequest): AsyncIterable<readonly FlowRow[]>;
  /** Writes flows to a Parquet file; returns the number of rows. */
  exportParquet(request: ExportRequest, path: string, signal?: AbortSignal): Promise<number>;
  close(): Promise<void>;
}

export interface ExportRequest {
  readonly scope: Scope;
  /** field keys; empty = all */
  readonly fields: readonly string[];
  readonly sort?: readonly SortKey[];
  readonly limit?: number;
}

/** Numbers of a file and of its first chunk; those that no packet came to are given again. */
export interface Reserved {
  readonly file: number;
  readonly firstChunk: number;
}

/** A piece of a capture file. */
export interface ChunkRef {
  readonly number: number;
  readonly file: number;
  readonly offset: number;
  readonly bytes: number;
}

export interface Store {
  open(path: DatasetPath): Promise<DatasetStore>;
  /** Captures of a dataset that open() refuses with DATASET_SCHEMA, as far as they can be told. */
  records(path: DatasetPath): Promise<readonly Pick<StoredFile, 'name' | 'path' | 'packed'>[]>;
  close(): Promise<void>;
}
