/** Datasets as people see them: the catalogue joined with what their stores answer. Stores are opened when first needed. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#base/errors.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import { askGuessed, guessedOf, isMostGuessed } from '#query/guessed.ts';
import { linkTypeName } from '#registry/link-types.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore, Store } from '#store/store.ts';
import type { Changes } from '../changes.ts';
import type { CaptureFile, Dataset } from '../model.ts';
import type { Catalog, DatasetEdit, DatasetRecord } from './catalog.ts';

const SPARKLINE_BINS = 60;
const TOP_APPS = 6;
const ALL_APPS = 5000;
/**
 * A growing card is told at most this often, and no more than a tenth of the time goes into it while that leaves the page
 * growing at a pace the eye can follow.
 */
const GROWING_INTERVAL_MS = 250;
const GROWING_MOST_MS = 800;
/** Until there are flows they are looked for more often: they make the first picture. */
const FIRST_INTERVAL_MS = 25;
/** So often; then only when the import tells of progress. */
const MOST_LOOKS = 40;

interface Surroundings {
  readonly catalog: Catalog;
  readonly store: () => Promise<Store>;
  readonly changes: Changes;
  /** an import of the dataset is under way */
  readonly isImporting: (id: string) => boolean;
  /** one of them has its turn */
  readonly hasTurn: (id: string) => boolean;
  /** captures of jobs that go on */
  readonly keptPaths: (id: string) => readonly string[];
  /** ms since 1970: captures written before belong to earlier processes */
  readonly startedMs: number;
}

export class Datasets {
  readonly #with: Surroundings;
  readonly #catalog: Catalog;
  readonly #changes: Changes;
  readonly #open = new Map<string, Promise<DatasetStore>>();
  /** whose import has ended and whose numbers are not told yet */
  readonly #settling = new Set<string>();
  /** ms at which the growing card of a dataset may be told again */
  readonly #growingAt = new Map<string, number>();
  /** cards as they were last told during an import */
  readonly #growing = new Map<string, Card>();
  /** looks for the first flows of an import since it last had some */
  readonly #looks = new Map<string, number>();
  /** cards being read: a store is closed behind them */
  readonly #reading = new Set<Promise<Card>>();
  /** being deleted, and when that is done: not opened again meanwhile */
  readonly #removing = new Map<string, Promise<void>>();
  #isClosed = false;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
    this.#catalog = surroundings.catalog;
    this.#changes = surroundings.changes;
  }

  list(): readonly Dataset[] {
    return this.#catalog.list().map((record) => this.#card(record));
  }

  get(id: string): Dataset {
    return this.#card(this.#catalog.get(id));
  }

  /** True when it is there and is not being deleted. */
  has(id: string): boolean {
    return this.#catalog.has(id) && !this.#removing.has(id);
  }

  find(name: string): Dataset | undefined {
    const record = this.#catalog.find(name);
    return record === undefined ? undefined : this.#card(record);
  }

  create(name: string, now: number, settings?: DecodeSettings): Dataset {
    const record = this.#catalog.create(name, now, settings);
    this.#changes.tell({ kind: 'datasets-changed' });
    return this.#card(record);
  }

  edit(id: string, edit: DatasetEdit): Dataset {
    const record = this.#catalog.edit(id, edit);
    this.#changes.tell({ kind: 'datasets-changed' });
    return this.#card(record);
  }

  /** Its database was set aside: nothing is known of what it held. */
  reset(id: string): void {
    const { first: _first, last: _last, ...rest } = this.#catalog.get(id);
    const nothing = { version: 0, packets: 0, bytes: 0, flows: 0, fileCount: 0, sparkline: [], topApps: [] };
    this.#catalog.put({ ...rest, ...nothing });
    this.#changes.tell({ kind: 'datasets-changed' });
  }

  /**
   * Deletes the dataset and the captures uploaded into it; files opened in place stay. Nobody opens it from the beginning on; `ended`
   * resolves when its imports have ended.
   */
  async remove(id: string, ended: () => Promise<void>): Promise<void> {
    this.#catalog.get(id);
    const removing = this.#removing.get(id) ?? Promise.resolve().then(() => this.#remove(id, ended));
    this.#removing.set(id, removing);
    await removing;
  }

  async #remove(id: string, ended: () => Promise<void>): Promise<void> {
    try {
      await ended();
      const open = this.#open.get(id);
      this.#open.delete(id);
      await Promise.allSettled(this.#reading);
      if (open !== undefined)
        await open.then(
          (store) => store.close(),
          () => undefined,
        );
      this.#catalog.remove(id);
      this.#looks.delete(id);
    } finally {
      this.#removing.delete(id);
    }
    this.#changes.tell({ kind: 'datasets-changed' });
  }

  /** The dataset's store, opened. AppError: DATASET_NOT_FOUND, DATASET_SCHEMA. */
  store(id: string): Promise<DatasetStore> {
    this.#catalog.get(id);
    if (this.#removing.has(id) || this.#isClosed)
      return Promise.reject(new AppError('DATASET_NOT_FOUND', { dataset: id }));
    let open = this.#open.get(id);
    if (open === undefined) {
      open = this.#openStore(id);
      this.#open.set(id, open);
      open.catch(() => this.#open.delete(id));
    }
    return open;
  }

  /** True where it can't be opened as it was made by another version. */
  async isOutdated(id: string): Promise<boolean> {
    return this.store(id).then(
      () => false,
      (error: unknown) => error instanceof AppError && error.code === 'DATASET_SCHEMA',
    );
  }

  async files(id: string): Promise<readonly CaptureFile[]> {
    const store = await this.store(id);
    return (await store.files()).map(captureFile);
  }

  /** Its import has ended: the card is brought up to date, and shows it as being imported until then. */
  async imported(id: string): Promise<void> {
    const settled = (): void => void this.#settling.delete(id);
    this.#settling.add(id);
    if (this.has(id)) await this.refresh(id, settled).finally(settled);
    settled();
  }

  /** Brings the card up to date with the store, keeps it, and tells it; `kept` is called in between. */
  async refresh(id: string, kept: () => void = () => {}): Promise<void> {
    const store = await this.store(id);
    const card = await this.#read(store, readCard);
    if (!this.#catalog.has(id)) return;
    const { first: _first, last: _last, ...rest } = this.#catalog.get(id);
    this.#catalog.put({ ...rest, ...card });
    this.#growingAt.delete(id);
    this.#growing.delete(id);
    kept();
    this.#changes.tell({ kind: 'dataset', dataset: this.get(id) });
  }

  /** Flows are told otherwise than before: whoever looks at them asks again. */
  async toldAnew(id: string): Promise<void> {
    if (!this.#isImporting(id)) return this.refresh(id);
    const version = await (await this.store(id)).version();
    const growing = this.#growing.get(id);
    if (growing !== undefined) this.#growing.set(id, { ...growing, version });
    this.#changes.tell({ kind: 'dataset', dataset: { ...this.get(id), version } });
  }

  /** Tells how a dataset grows while an import runs. Nothing to do when nobody listens. */
  async tellGrowing(id: string, now: () => number): Promise<void> {
    if (this.#changes.listened) await this.readGrowing(id, now, true);
  }

  /**
   * Brings the card up to date while an import runs, and tells it; cheap when too little time has passed.
   * `isHeard`: listeners are told the first flows, and ask of them before the rest of the card is read.
   */
  async readGrowing(id: string, now: () => number, isHeard = false): Promise<void> {
    // Of what waits there is nothing new, and each look would open a store.
    if (!this.#with.hasTurn(id) || this.#removing.has(id) || now() < (this.#growingAt.get(id) ?? 0)) return;
    this.#growingAt.set(id, Number.POSITIVE_INFINITY);
    const began = now();
    let isEmpty = false;
    let isFirst = false;
    try {
      const store = await this.store(id);
      if ((this.#growing.get(id) ?? this.#catalog.get(id)).flows === 0) {
        const first = await this.#read(store, readFirst);
        isEmpty = first.flows === 0;
        if (isEmpty || !this.#catalog.has(id) || !this.#isImporting(id)) return;
        this.#growing.set(id, first);
        this.#changes.tell({ kind: 'dataset', dataset: this.get(id) });
        isFirst = isHeard;
        if (isFirst) return;
      }
      const card = await this.#read(store, readCard);
      isEmpty = card.flows === 0;
      if (!this.#catalog.has(id) || !this.#isImporting(id)) return;
      this.#growing.set(id, card);
      this.#changes.tell({ kind: 'dataset', dataset: this.get(id) });
    } finally {
      const looks = isEmpty ? (this.#looks.get(id) ?? 0) + 1 : 0;
      this.#looks.set(id, looks);
      if (isEmpty && looks <= MOST_LOOKS)
        setTimeout(() => void this.readGrowing(id, now, isHeard).catch(() => undefined), FIRST_INTERVAL_MS).unref();
      const tookMs = isFirst ? 0 : now() - began;
      this.#growingAt.set(
        id,
        isEmpty ? 0 : now() + Math.max(GROWING_INTERVAL_MS, Math.min(9 * tookMs, GROWING_MOST_MS)),
      );
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(this.#reading);
    await Promise.all(
      open.map((store) =>
        store.then(
          (s) => s.close(),
          () => undefined,
        ),
      ),
    );
  }

  async #openStore(id: string): Promise<DatasetStore> {
    const store = await (await this.#with.store()).open(this.#catalog.databasePath(id));
    await this.#dropLeftCaptures(id, store);
    return store;
  }

  /** Deletes uploads that a crash left behind: no import of theirs has ended. */
  async #dropLeftCaptures(id: string, store: DatasetStore): Promise<void> {
    const folder = this.#catalog.capturesFolder(id);
    if (!existsSync(folder)) return;
    const known = new Set((await store.files()).flatMap((file) => [file.path, file.packed?.path]));
    for (const path of this.#with.keptPaths(id)) known.add(path);
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (known.has(path)) continue;
      const facts = statSync(path, { throwIfNoEntry: false });
      if (facts !== undefined && facts.mtimeMs < this.#with.startedMs) rmSync(path, { force: true });
    }
  }

  async #read(store: DatasetStore, read: typeof readCard): Promise<Card> {
    const reading = read(store);
    this.#reading.add(reading);
    return reading.finally(() => this.#reading.delete(reading));
  }

  #isImporting(id: string): boolean {
    return this.#with.isImporting(id) || this.#settling.has(id);
  }

  #card(record: DatasetRecord): Dataset {
    return { ...record, ...this.#growing.get(record.id), importing: this.#isImporting(record.id) };
  }
}

type Card = Omit<DatasetRecord, 'id' | 'name' | 'created'>;

/** What tells that there are flows, before the rest of the card is worked out. */
async function readFirst(store: DatasetStore): Promise<Card> {
  const [version, totals] = await Promise.all([store.version(), store.ask({ kind: 'totals', scope: { filter: '' } })]);
  if ('ok' in totals) throw new Error('bug: the empty filter was refused');
  const { all, first, last } = totals;
  return {
    ...{ version, packets: all.packets, bytes: all.bytes, flows: all.flows },
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    ...{ fileCount: 0, sparkline: [], topApps: [] },
  };
}

async function readCard(store: DatasetStore): Promise<Card> {
  const scope = { filter: '' };
  // One timeline tells the bytes of each bin and those of each application.
  const [version, totals, timeline, known, files] = await Promise.all([
    store.version(),
    store.ask({ kind: 'totals', scope }),
    store.ask({ kind: 'timeline', scope, by: 'app', limit: ALL_APPS, bins: SPARKLINE_BINS }),
    store.ask(askGuessed(scope, ALL_APPS)),
    store.files(),
  ]);
  // An empty filter has no fault; the shapes are told apart for the compiler.
  if ('ok' in totals || 'ok' in timeline || 'ok' in known) throw new Error('bug: the empty filter was refused');
  const guessed = guessedOf(known.rows);
  const sparkline: number[] = [];
  for (const series of timeline.series) {
    for (let bin = 0; bin < series.bytes.length; bin++) sparkline[bin] = (sparkline[bin] ?? 0) + series.bytes[bin]!;
  }
  return {
    version,
    packets: totals.all.packets,
    bytes: totals.all.bytes,
    flows: totals.all.flows,
    ...(totals.first === undefined ? {} : { first: totals.first }),
    ...(totals.last === undefined ? {} : { last: totals.last }),
    fileCount: files.length,
    sparkline,
    topApps: timeline.series
      .filter(({ value }) => value !== undefined && value !== '')
      .slice(0, TOP_APPS)
      .map(({ value, bytes }) => ({
        app: value!,
        bytes: bytes.reduce((sum, bin) => sum + bin, 0),
        ...(isMostGuessed(guessed, value!) && { guessed: true as const }),
      })),
  };
}

/** A file's record as the API shows it: without where it lies on the disk. */
export function captureFile(file: StoredFile): CaptureFile {
  const { packed, about = {}, drops } = file;
  const { interfaces, comments, commentCount = 0, secrets, blocks, hardware, os, application } = about;
  return {
    id: file.id,
    name: file.name,
    size: packed?.size ?? file.size,
    ...(packed === undefined ? {} : { containers: packed.containers, captureSize: file.size }),
    ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
    format: file.format,
    linkTypes: file.linkTypes,
    snapLen: file.snapLen,
    packets: file.packets,
    bytes: file.bytes,
    ...(file.first === undefined ? {} : { first: file.first }),
    ...(file.last === undefined ? {} : { last: file.last }),
    accounts: file.accounts,
    warnings: file.warnings,
    ...(hardware === undefined ? {} : { hardware }),
    ...(os === undefined ? {} : { os }),
    ...(application === undefined ? {} : { application }),
    ...(interfaces === undefined || interfaces.length === 0
      ? {}
      : { interfaces: interfaces.map((one) => ({ ...one, linkType: linkTypeName(one.linkType) })) }),
    ...(comments === undefined ? {} : { comments }),
    ...(commentCount === 0 ? {} : { commentCount }),
    ...(drops === undefined ? {} : { drops }),
    ...(secrets === undefined ? {} : { secrets: secrets.map(({ kind }) => kind) }),
    ...(blocks === undefined ? {} : { blocks }),
  };
}
