/**
 * Imports of a dataset: what they append, what questions see of them while they run, and their end. An import is all or nothing: its
 * rows carry its number.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { assertNever } from '#base/errors.ts';
import type { FlowBatch } from '#flow/batch/batch.ts';
import { type Room, withRoom } from '../../memory.ts';
import type { Delivery, Ending, Replaced, StoredFile } from '../../protocol.ts';
import type { Attached } from '../attached.ts';
import { heldIn } from '../database.ts';
import { dropMarksSql, hasMarks, keyPartsOf, type MarkTables } from '../marks.ts';
import type { Present } from '../present.ts';
import type { Readers } from '../read/reader.ts';
import type { Row } from '../read/source.ts';
import { IMPORT_TABLES } from '../schema.ts';
import { type CodeNames, Writer } from '../write/writer.ts';
import { endingReplacesSql, endingSql, replacedSql } from './ending-sql.ts';
import { findSeveral } from './file-sets.ts';
import { fileNamesSql } from './flow-files.ts';
import { OpenFlows, type OpenPort, type Seen } from './open-flows.ts';

/**
 * New snapshots of open flows are shown at most this often; seldom while much is written and nobody asks: each leaves rows that the
 * checkpoint at the end writes a second time.
 */
const SHOW_INTERVAL_MS = 700;
const UNSEEN_INTERVAL_MS = 10_000;
const MUCH = 50_000;
/** So long after a question others are expected. */
const WATCHED_MS = 3000;
/** Records of files written by one statement. */
const RECORDS_A_STATEMENT = 500;

interface Surroundings {
  readonly attached: Attached;
  readonly present: Present;
  readonly readers: Readers;
  readonly marks: MarkTables;
  /** tables of facts that have, or are about to have, rows */
  readonly factTables: Set<string>;
  readonly room: Room;
  /** ms of a clock that never goes back */
  readonly now: () => number;
}

export class Imports {
  readonly #attached: Attached;
  readonly #present: Present;
  readonly #readers: Readers;
  readonly #marks: MarkTables;
  readonly #factTables: Set<string>;
  readonly #room: Room;
  readonly #now: () => number;
  readonly #open: OpenFlows;
  readonly #importing = new Set<number>();
  readonly #endings = new Map<number, Ending>();
  #writer: Writer | undefined;
  #opening: Promise<void> | undefined;
  #lastShown = -Infinity;
  /** id of the next flow then */
  #shownTo = 0;
  #lastAsked = -Infinity;
  #showing: NodeJS.Timeout | undefined;
  #nextImport: number;
  #nextFile: number;
  #nextChunk: number;
  /** the highest that has packets */
  #lastChunk: number;

  /** `numbers`: the last ones given out, see numbersOf() */
  constructor({ attached, present, readers, marks, factTables, room, now }: Surroundings, numbers: Row) {
    this.#attached = attached;
    this.#present = present;
    this.#readers = readers;
    this.#marks = marks;
    this.#factTables = factTables;
    this.#room = room;
    this.#now = now;
    this.#open = new OpenFlows({
      name: attached.name,
      run: (sql) => attached.run(sql),
      written: () => this.#writer?.written ?? 0,
      factTables: () => factTables,
      answered: () => readers.answered(),
    });
    this.#nextImport = Number(numbers.import) + 1;
    this.#nextFile = Number(numbers.file) + 1;
    this.#lastChunk = Number(numbers.chunk);
    this.#nextChunk = this.#lastChunk + 1;
  }

  /** None is under way, and everything that is there is seen. */
  get isSettled(): boolean {
    return this.#importing.size === 0 && this.#open.isSettled;
  }

  /** What is seen now of flows and their tables. */
  seen(): Seen {
    return this.#open.seen();
  }

  async begin(): Promise<number> {
    const importing = this.#nextImport++;
    this.#importing.add(importing);
    // What is imported needs the memory.
    this.#present.letGo();
    try {
      await this.#attached.run(`INSERT INTO imports VALUES (${importing}, false)`);
      await this.#openWriter();
      return importing;
    } catch (error) {
      this.#importing.delete(importing);
      await this.#attached.run(`DELETE FROM imports WHERE import = ${importing}`).catch(() => undefined);
      this.#closeWriter();
      throw error;
    }
  }

  /** One for all imports under way. */
  async #openWriter(): Promise<void> {
    this.#opening ??= this.#alone(async (connection) => {
      const held = await heldIn(connection);
      const { native, name } = this.#attached;
      this.#writer = new Writer(native, this.#room, name, held, this.#factTables);
    });
    const opening = this.#opening;
    try {
      await opening;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  hide(importing: number): void {
    this.#open.hide(importing);
  }

  show(importing: number, replaced: Replaced | undefined): void {
    if (this.#importing.has(importing))
      this.#open.reveal(importing, replaced === undefined ? '' : replacedSql(importing, replaced));
  }

  settle(importing: number, ending: Ending): void {
    // Logs and packets of one import settle one after the other.
    const before = this.#endings.get(importing);
    const files = [...(before?.files ?? []), ...ending.files];
    this.#endings.set(importing, { ...before, ...ending, files });
  }

  reserve(chunks: number): { file: number; firstChunk: number } {
    const firstChunk = this.#nextChunk;
    this.#nextChunk += Math.max(1, Math.ceil(chunks));
    return { file: this.#nextFile++, firstChunk };
  }

  /** A decode worker's part of an import. */
  connect(importing: number, port: number): OpenPort {
    return this.#open.connect(importing, port);
  }

  /** Like the other deliveries passed over once the import is taken back: they may still be on their way. */
  append(port: OpenPort, batch: FlowBatch, names: CodeNames, widthMs: number): void {
    if (!this.#importing.has(port.importing)) return;
    this.#present.widen(widthMs);
    const writer = this.#writer!;
    const from = writer.nextFlow;
    this.#open.finished(port, from, from + batch.length);
    if (writer.append(port.importing, batch, names)) this.#present.changed();
  }

  appendOpen(port: OpenPort, batch: FlowBatch, names: CodeNames, widthMs: number, first: boolean, last: boolean): void {
    if (!this.#importing.has(port.importing)) return;
    if (first) this.#open.begin(port);
    const place = this.#open.add(port, batch.length);
    if (place !== undefined) {
      this.#present.widen(widthMs);
      this.#writer!.appendOpen(place.snapshot, place.firstId, batch, names);
    }
    if (!last) return;
    this.#open.complete(port, this.#writer!.nextFlow);
    this.#showSoon();
  }

  /** Shows new snapshots: each writes what is pending, so not too often. */
  #showSoon(): void {
    if (this.#showing !== undefined) return;
    const isMuch = this.#writer!.nextFlow - this.#shownTo > MUCH;
    const isUnseen = isMuch && this.#now() - this.#lastAsked > WATCHED_MS;
    const wait = this.#lastShown + (isUnseen ? UNSEEN_INTERVAL_MS : SHOW_INTERVAL_MS) - this.#now();
    if (wait <= 0) this.#show();
    else this.#showing = setTimeout(() => this.#showLate(), wait);
  }

  /** A question is about to be asked, or was answered: what waits for somebody to see it is shown. */
  asked(): void {
    this.#lastAsked = this.#now();
    if (this.#showing !== undefined && this.#lastAsked >= this.#lastShown + SHOW_INTERVAL_MS) this.#showLate();
  }

  #showLate(): void {
    clearTimeout(this.#showing);
    this.#showing = undefined;
    try {
      this.#show();
    } catch {
      // What can't be written is told by the next append.
    }
  }

  #show(): void {
    if (this.#writer === undefined) return;
    this.#writer.flush();
    this.#open.show();
    this.#lastShown = this.#now();
    this.#shownTo = this.#writer.nextFlow;
    this.#present.changed();
  }

  note(
    importing: number,
    delivery: Exclude<Delivery, { kind: 'codes' | 'flows' | 'open' | 'done' }>,
    names: CodeNames,
  ): Promise<void> | undefined {
    if (!this.#importing.has(importing)) return undefined;
    switch (delivery.kind) {
      case 'names':
        this.#writer!.appendNames(importing, delivery, names);
        return undefined;
      case 'endpoints':
        this.#writer!.appendEndpoints(importing, delivery.endpoints, names);
        return undefined;
      case 'orgs':
        this.#writer!.appendOrgs(delivery.asn, delivery.org);
        return undefined;
      case 'vendors':
        this.#writer!.appendVendors(delivery.mac, delivery.vendor);
        return undefined;
      case 'chunks':
        for (const number of delivery.chunks.number) this.#lastChunk = Math.max(this.#lastChunk, number);
        this.#writer!.appendChunks(importing, delivery.file, delivery.chunks);
        return undefined;
      case 'file':
        return this.putFiles(importing, [delivery.file]);
      default:
        return assertNever(delivery);
    }
  }

  async putFiles(importing: number, files: readonly StoredFile[]): Promise<void> {
    // A record that is told twice is there once.
    const latest = [...new Map(files.map((file) => [file.id, file])).values()];
    for (let from = 0; from < latest.length; from += RECORDS_A_STATEMENT) {
      const part = latest.slice(from, from + RECORDS_A_STATEMENT);
      const rows = part.map(
        (file) => `(${importing}, ${Math.floor(file.id)}, '${JSON.stringify(file).replaceAll("'", "''")}')`,
      );
      // In one go: of two who write the same record at once, neither may come between the other's two steps.
      await this.#attached.transaction(
        `BEGIN; DELETE FROM files WHERE id IN (${part.map(({ id }) => Math.floor(id)).join(', ')}); INSERT INTO files VALUES ${rows.join(', ')}; ${fileNamesSql(importing, part)}; COMMIT`,
      );
    }
    this.#present.changed();
    if (!this.#importing.has(importing)) await this.#attached.checkpoint();
  }

  async finish(importing: number): Promise<void> {
    const ending = this.#endings.get(importing);
    const replaced = ending === undefined ? undefined : endingReplacesSql(importing, ending);
    const marked =
      replaced !== undefined && (await this.#alone(hasMarks))
        ? await this.#alone((connection) => keyPartsOf(connection, importing))
        : undefined;
    while (!this.#writer!.flush()) await this.#room.more();
    const { native, name } = this.#attached;
    await this.#attached.alone((connection) => findSeveral({ connection, native, room: this.#room }, name, importing));
    // What the disk has no room for is told while the rows that go are still there.
    if (replaced !== undefined) await this.#attached.checkpoint();
    this.#open.forget(importing);
    if (replaced !== undefined) this.#open.replace(importing, replaced);
    this.#present.changed();
    // A question that still sees the rows that go is answered first.
    if (replaced !== undefined) await this.#readers.answered();
    const statements = endingSql(importing, ending, replaced, {
      marked,
      factTables: this.#factTables,
      namesTellServices: this.#writer!.namesTellServices,
      endpointsTellApps: this.#writer!.endpointsTellApps,
      version: this.#present.version,
      widthMs: this.#present.widthMs,
    });
    await this.#attached.transaction(statements);
    this.#importing.delete(importing);
    this.#endings.delete(importing);
    if (replaced !== undefined) {
      this.#marks.forget();
      this.#open.forget(importing);
    }
    // What was asked meanwhile saw flows without what the end of an import tells of them.
    this.#present.changed();
    this.#closeWriter();
    await this.#attached.checkpoint();
  }

  /** Reads with nothing of others in between. */
  #alone<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return withRoom(this.#room, () => this.#attached.alone(work));
  }

  async rollback(importing: number): Promise<void> {
    try {
      this.#writer?.flush();
    } catch {
      // The disk is full: a writer that has failed once takes nothing any more; the next import has one of its own.
      this.#writer?.close();
      this.#writer = undefined;
      this.#opening = undefined;
    }
    this.#importing.delete(importing);
    this.#endings.delete(importing);
    try {
      this.#marks.forget();
      for (const sql of dropMarksSql(importing)) await this.#attached.run(sql);
      for (const table of IMPORT_TABLES) await this.#attached.run(`DELETE FROM ${table} WHERE import = ${importing}`);
      this.#open.forget(importing);
      this.#present.changed();
      this.#closeWriter();
      await this.#attached.checkpoint();
    } catch (error) {
      if (this.#attached.path === ':memory:') throw error;
      await this.#attachAnew(importing);
    }
  }

  /**
   * A checkpoint that finds no room leaves the database unusable until it is attached anew: what was there at the last one that
   * went well is there again, and the import is not.
   */
  async #attachAnew(importing: number): Promise<void> {
    this.#importing.clear();
    this.#closeWriter();
    this.#open.forget(importing);
    await this.#readers.answered();
    await this.#attached.attachAnew();
    this.#present.changed();
  }

  #closeWriter(): void {
    if (this.#importing.size > 0) return;
    // A file whose size was not known had more numbers than it needed.
    this.#nextChunk = this.#lastChunk + 1;
    clearTimeout(this.#showing);
    this.#showing = undefined;
    this.#writer?.close();
    this.#writer = undefined;
    this.#opening = undefined;
  }

  /** Nothing is appended any more, and rows of old snapshots are gone once the readers are. */
  close(): void {
    clearTimeout(this.#showing);
    this.#writer?.close();
    this.#writer = undefined;
  }

  /** Resolves when the rows of old snapshots are gone. */
  get dropped(): Promise<unknown> {
    return this.#open.dropped;
  }
}
