/**
 * Questions to datasets and what answers them: pictures, reports, exports, packets. Flows of files that came out of order are joined
 * first; a picture waits for that only so long.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#base/errors.ts';
import type { Answer, FlowRow, Question, Scope } from '#query/question.ts';
import type { DatasetStore, ExportRequest } from '#store/store.ts';
import type { FilterHint, FlowPackets, PacketBytes, Quality } from '../model.ts';
import { FlowListings } from '../packets/flow-listing.ts';
import { fineTimeline } from '../packets/read-back.ts';
import { Scanner } from '../packets/scanner.ts';
import { ask, checkFields, isFault, type Reply } from './ask.ts';
import { filterHints } from './filter-hints.ts';
import { qualityOf } from './quality.ts';

/** A picture waits no longer for flows to be joined; it is drawn anew when they are. */
const ANSWER_MS = 10_000;
/** A report or a file of flows waits longer, but not for a job that somebody has paused. */
const REPORT_MS = 600_000;

interface Surroundings {
  readonly storeOf: (dataset: string) => Promise<DatasetStore>;
  /** resolves when its flows are joined, and after so long also before */
  readonly joined: (dataset: string, mostMs: number) => Promise<void>;
  /** a dataset's folder for captures, where what a crash left behind is deleted */
  readonly capturesFolder: (dataset: string) => string;
  readonly onBug: (error: unknown) => undefined;
}

export class Questions {
  readonly #with: Surroundings;
  readonly #scanner = new Scanner();
  readonly #listings = new FlowListings(this.#scanner);

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  async ask<Q extends Question>(id: string, question: Q, signal?: AbortSignal): Promise<Reply<Q>> {
    const store = await this.#joined(id, ANSWER_MS);
    const reply = await ask(store, question, signal);
    if (question.kind !== 'timeline' || !reply.ok) return reply;
    const coarse = reply.answer as Answer<'timeline'>;
    if (coarse.exact) return reply;
    const fine = await fineTimeline(store, this.#scanner, question).catch(this.#with.onBug);
    return fine === undefined ? reply : { ...reply, answer: fine as Answer<Q['kind']> };
  }

  /** A page of the packets of a flow. AppError NOT_FOUND, also when the capture file is not there as it was. */
  async flowPackets(
    id: string,
    flow: number,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<FlowPackets> {
    return this.#listings.page(id, await this.#joined(id, ANSWER_MS), flow, page);
  }

  /** The bytes of one of them, by its number from 0. AppError NOT_FOUND. */
  async flowPacket(id: string, flow: number, packet: number): Promise<PacketBytes> {
    return this.#listings.bytes(id, await this.#with.storeOf(id), flow, packet);
  }

  /** Flows in batches, ordered by start. AppError FILTER_INVALID. */
  async export(id: string, request: ExportRequest): Promise<AsyncIterable<readonly FlowRow[]>> {
    const store = await this.#joined(id);
    const fault = await scopeFault(store, request.scope);
    if (fault !== undefined) throw fault;
    return store.export(request);
  }

  /** Flows as one Parquet file, which is the caller's to delete. AppError: FILTER_INVALID, DISK_FULL. */
  async exportParquet(id: string, request: ExportRequest, signal?: AbortSignal): Promise<string> {
    checkFields(request.fields);
    const store = await this.#joined(id);
    const fault = await scopeFault(store, request.scope);
    if (fault !== undefined) throw fault;
    const folder = this.#with.capturesFolder(id);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${randomBytes(8).toString('hex')}.parquet`);
    try {
      await store.exportParquet(request, path, signal);
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
    return path;
  }

  /** What a filter may have wrong though it can be understood. */
  async hints(id: string, filter: string): Promise<readonly FilterHint[]> {
    return filterHints(await this.#with.storeOf(id), filter);
  }

  /** How good its captures are. */
  async quality(id: string): Promise<Quality> {
    return qualityOf(await this.#joined(id));
  }

  /** Stops reading captures. */
  close(): Promise<void> {
    return this.#scanner.close();
  }

  /** The store, once flows of files that came out of order are joined; after so long also before. */
  async #joined(id: string, mostMs = REPORT_MS): Promise<DatasetStore> {
    const store = await this.#with.storeOf(id);
    await this.#with.joined(id, mostMs);
    return store;
  }
}

/** What is wrong with its filter, if anything. */
async function scopeFault(store: DatasetStore, scope: Scope): Promise<AppError | undefined> {
  const probe = await store.ask({ kind: 'flows', scope, fields: ['id'], sort: [], offset: 0, limit: 0 });
  if (!isFault(probe)) return undefined;
  return new AppError('FILTER_INVALID', { message: probe.message, start: probe.start, end: probe.end });
}
