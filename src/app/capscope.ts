/**
 * The one door to what Capscope does with a data directory: datasets, imports, questions, exports. Server and CLI come in
 * here and nowhere else. Opened, it owns the directory's lock and the store's thread until close().
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { builtFile, PACKAGE_ROOT } from '#base/program.ts';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import type { Answer, FlowRow, Question, Scope } from '#query/question.ts';
import { isStreamAddress } from '#sources/pcap-over-ip/client.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore, ExportRequest, Store } from '#store/store.ts';
import { Azure } from './azure/azure.ts';
import { type Change, Changes } from './changes.ts';
import { type DataDir, takeDataDir } from './data-dir.ts';
import { Catalog } from './datasets/catalog.ts';
import { Datasets } from './datasets/datasets.ts';
import { Hashes } from './datasets/hashes.ts';
import { OwnData } from './datasets/own-data.ts';
import { ownServices, SERVICES_FILE } from './datasets/own-services.ts';
import { dropAside, type Found, findCaptures, renewalOf, setAside, takeBack } from './datasets/renewal.ts';
import { withoutFolders } from './folder/folders.ts';
import { Folders } from './folder/watch.ts';
import type { ImportCaptures } from './import/contract.ts';
import { type FilesPlan, filesKind } from './jobs/files-job.ts';
import { type JobKind, Jobs } from './jobs/jobs.ts';
import { joinKind } from './jobs/join-job.ts';
import { Joins } from './jobs/joins.ts';
import { KeptJobs } from './jobs/kept.ts';
import { type LinkFacts, linkFacts } from './jobs/link-facts.ts';
import { type RenewPlan, renewKind } from './jobs/renew-job.ts';
import { type RereadPlan, rereadKind } from './jobs/reread-job.ts';
import { type SentPlan, sentKind } from './jobs/sent-job.ts';
import { receiveUpload, type Upload } from './jobs/upload.ts';
import { Uploads } from './jobs/upload-job.ts';
import { beginDownload, type UrlPlan, type UrlSurroundings, urlKind } from './jobs/url-job.ts';
import { Live } from './live/live.ts';
import { isSegment } from './live/ring.ts';
import { isStream, readable } from './local-file.ts';
import type { CaptureFile, Dataset, FilterHint, FlowPackets, Job, PacketBytes, Quality, Renewal } from './model.ts';
import { FlowListings } from './packets/flow-listing.ts';
import { fineTimeline } from './packets/read-back.ts';
import { Scanner } from './packets/scanner.ts';
import { ask, isFault, type Reply } from './questions/ask.ts';
import { filterHints } from './questions/filter-hints.ts';
import { qualityOf } from './questions/quality.ts';
import { Room } from './room.ts';
import { KeptSettings } from './settings.ts';

export interface CapscopeOptions {
  readonly dir: string;
  /** starts the store's thread; called when the first dataset is opened */
  readonly startStore: () => Promise<Store>;
  readonly importCaptures: ImportCaptures;
  readonly expectImport?: (bytes: number | undefined) => void;
  /** private networks that captures may be fetched from */
  readonly allowed?: readonly IpRange[];
  /** why the interfaces of this machine may not be captured on, for people; undefined = they may */
  readonly captureForbidden?: string | undefined;
  /** certificate authorities beside the usual ones for fetching, PEM */
  readonly ca?: string;
  /** datasets are looked at while they grow: a server's are */
  readonly watched?: boolean;
  readonly now?: () => number;
  /** bytes of earlier captures that an import may read again at once; by default a tenth of a second's work */
  readonly mostAgain?: number;
  /** settings of the operator; the process's own by default */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** ms between looks at what is followed in Azure, and at watched folders */
  readonly lookMs?: number;
  /** an error that is our fault: to the log */
  readonly onBug?: (error: unknown) => void;
}

const SAMPLE_NAME = 'Sample';

/** Between looks for jobs that nobody came back to. */
const EXPIRE_MS = 3_600_000;
/** A picture waits no longer for flows to be joined; it is drawn anew when they are. */
const ANSWER_MS = 10_000;
/** A report or a file of flows waits longer, but not for a job that somebody has paused. */
const REPORT_MS = 600_000;
const DAY_MS = 86_400_000;

export class Capscope {
  readonly jobs: Jobs;
  readonly uploads: Uploads;
  readonly settings: KeptSettings;
  readonly azure: Azure;
  /** what the user adds to datasets: settings, networks */
  readonly own: OwnData;
  readonly live: Live;
  readonly folders: Folders;
  readonly #dataDir: DataDir;
  readonly #catalog: Catalog;
  readonly #datasets: Datasets;
  readonly #changes = new Changes();
  readonly #hashes: Hashes;
  readonly #scanner = new Scanner();
  readonly #listings = new FlowListings(this.#scanner);
  readonly #onBug: (error: unknown) => undefined;
  readonly #now: () => number;
  readonly #allowed: readonly IpRange[];
  readonly #ca: string | undefined;
  readonly #startStore: () => Promise<Store>;
  /** loads what a first import needs, where somebody waits for its first picture */
  readonly #makeReady: () => void;
  /** datasets whose import has ended and whose numbers are not told yet */
  readonly #settling = new Set<string>();
  readonly #kinds: UrlSurroundings;
  readonly #files: JobKind<FilesPlan>;
  readonly #url: JobKind<UrlPlan>;
  readonly #sent: JobKind<SentPlan>;
  readonly #reread: JobKind<RereadPlan>;
  readonly #renew: JobKind<RenewPlan>;
  readonly #joins: Joins;
  readonly #expiring: NodeJS.Timeout;
  #store: Promise<Store> | undefined;

  /** AppError: DATA_DIR_IN_USE, with the pid and port of the process that has it. */
  constructor(options: CapscopeOptions) {
    this.#now = options.now ?? Date.now;
    this.#allowed = options.allowed ?? [];
    this.#ca = options.ca;
    const onBug = options.onBug ?? (() => {});
    this.#onBug = (error) => void onBug(error);
    this.#startStore = options.startStore;
    this.#makeReady = () => {
      if (options.watched !== true) return;
      options.expectImport?.(undefined);
      this.#openStore().catch(this.#onBug);
    };
    this.#dataDir = takeDataDir(options.dir, this.#now());
    this.#catalog = new Catalog(options.dir);
    this.settings = new KeptSettings(options.dir, options.env ?? process.env);
    this.#datasets = new Datasets(
      this.#catalog,
      () => this.#openStore(),
      this.#changes,
      (id) => this.jobs.isImporting(id) || this.#settling.has(id),
      (id) => this.jobs.paths(id),
      this.#now(),
    );
    this.own = new OwnData(this.#datasets);
    this.#hashes = new Hashes({
      isIdle: () => this.jobs.idle,
      keep: async (dataset, files) => {
        if (!this.#datasets.has(dataset)) return;
        const store = await this.#datasets.store(dataset);
        const importing = await store.begin();
        await store.putFiles(importing, files);
        await store.finish(importing);
        await this.#datasets.refresh(dataset);
      },
      onBug,
    });
    this.jobs = new Jobs({
      storeOf: (dataset) => this.#datasets.store(dataset),
      folderOf: (dataset) => this.#catalog.folder(dataset),
      importCaptures: options.importCaptures,
      settingsOf: (dataset) => this.#catalog.get(dataset).settings,
      services: () => ownServices(join(options.dir, SERVICES_FILE), { isOptional: true }),
      expectImport: options.expectImport,
      changes: this.#changes,
      watched: options.watched === true,
      mostAgain: options.mostAgain,
      now: this.#now,
      kept: new KeptJobs(options.dir),
      goesOn: options.watched === true,
      limit: () => this.settings.get().imports,
      onGrowing: (dataset) => void this.#datasets.tellGrowing(dataset, this.#now).catch(onBug),
      onFiles: (dataset, files) => this.#hashes.add(dataset, files.filter(isHashed)),
      onEnded: async (dataset) => {
        const settled = (): void => void this.#settling.delete(dataset);
        this.#settling.add(dataset);
        if (this.#datasets.has(dataset)) await this.#datasets.refresh(dataset, settled).finally(settled);
        settled();
        this.#joins.imported(dataset, options.watched === true && this.#datasets.has(dataset));
        this.#hashes.resume();
      },
      onBug,
    });
    this.folders = new Folders({
      jobs: this.jobs,
      folderOf: (dataset) => this.#catalog.folder(dataset),
      now: this.#now,
      lookMs: options.lookMs,
    });
    const room = new Room(
      options.dir,
      (id) => this.#catalog.folder(id),
      () => ({ dataset: this.settings.get().datasetBytes, all: this.settings.get().allBytes }),
    );
    this.live = new Live({
      jobs: this.jobs,
      folderOf: (dataset) => this.#catalog.folder(dataset),
      allowed: this.#allowed,
      captureForbidden: options.captureForbidden,
      goesOn: async (dataset) => (await (await this.#datasets.store(dataset)).stream()) !== undefined,
      files: async (dataset) => (await this.#datasets.store(dataset)).files(),
      room,
      now: this.#now,
    });
    this.azure = new Azure({
      env: options.env ?? process.env,
      jobs: this.jobs,
      allowed: this.#allowed,
      ca: this.#ca,
      now: this.#now,
      folderOf: (dataset) => this.#catalog.capturesFolder(dataset),
      filesOf: async (dataset) => (await this.#datasets.store(dataset)).files(),
      room,
      lookMs: options.lookMs,
    });
    this.#kinds = {
      files: async (id) => (await this.#datasets.store(id)).files(),
      capturesFolder: (id) => this.#catalog.capturesFolder(id),
      room,
      now: this.#now,
      allowed: this.#allowed,
      ca: this.#ca,
    };
    this.#files = filesKind(this.#kinds);
    this.#url = urlKind(this.#kinds);
    this.#sent = sentKind(this.#kinds);
    this.#reread = rereadKind({
      files: this.#kinds.files,
      keep: (id, settings) => void this.own.edit(id, { settings }),
    });
    this.#renew = renewKind({
      files: this.#kinds.files,
      done: (id) => dropAside(this.#catalog.databasePath(id)),
    });
    this.uploads = new Uploads(this.#kinds, () => this.jobs);
    this.jobs.register(this.#files);
    this.jobs.register(this.#url);
    this.jobs.register(this.#sent);
    this.jobs.register(this.#reread);
    this.jobs.register(this.#renew);
    this.#joins = new Joins(this.jobs, joinKind(this.#kinds), this.#kinds.files);
    this.jobs.register(this.#joins.kind);
    this.jobs.register(this.uploads.kind);
    this.jobs.recover((id) => this.#catalog.has(id));
    const expire = (): void =>
      void this.jobs.expire(this.#now() - this.settings.get().keepDays * DAY_MS).catch(this.#onBug);
    expire();
    this.#expiring = setInterval(expire, EXPIRE_MS);
    this.#expiring.unref();
  }

  get dir(): string {
    return this.#dataDir.path;
  }

  /** Tells other processes that this one serves the directory, on this port of loopback. */
  announce(port: number): void {
    this.#dataDir.announce(port);
  }

  listen(listener: (change: Change) => void): () => void {
    return this.#changes.listen(listener);
  }

  /** Brings the cards of datasets under import up to date for one who asks rather than listens. */
  async freshen(ids: readonly string[] = this.#catalog.list().map(({ id }) => id)): Promise<void> {
    await Promise.all(ids.map((id) => this.#datasets.readGrowing(id, this.#now).catch(this.#onBug)));
  }

  listDatasets(): readonly Dataset[] {
    return this.#datasets.list();
  }

  dataset(id: string): Dataset {
    return this.#datasets.get(id);
  }

  /** Without a name, an unused one is found, near to `hint`. */
  createDataset(name: string | undefined, hint = 'Dataset', settings?: DecodeSettings): Dataset {
    this.#makeReady();
    return this.#datasets.create(name ?? this.#catalog.unusedName(hint), this.#now(), settings);
  }

  findDataset(name: string): Dataset | undefined {
    return this.#datasets.find(name);
  }

  async deleteDataset(id: string): Promise<void> {
    this.#catalog.get(id);
    await this.jobs.drop(id);
    this.#hashes.forget(id);
    await this.#datasets.remove(id);
  }

  async files(id: string): Promise<readonly CaptureFile[]> {
    const store = await this.#datasets.store(id);
    if (!this.jobs.isImporting(id)) {
      this.#hashes.add(id, (await store.files()).filter(isHashed));
      this.#hashes.resume();
    }
    return this.#datasets.files(id);
  }

  /** What a filter may have wrong though it can be understood. */
  async hints(id: string, filter: string): Promise<readonly FilterHint[]> {
    return filterHints(await this.#datasets.store(id), filter);
  }

  /** How good its captures are. */
  async quality(id: string): Promise<Quality> {
    return qualityOf(await this.#joined(id));
  }

  /** Imports local files, and those in folders, where they are, as one stream. AppError: CAPTURE_UNREADABLE for what is not there. */
  importFiles(id: string, paths: readonly string[], { again = false } = {}): Job {
    this.#catalog.get(id);
    if (paths.length === 0) throw new AppError('USAGE', { message: 'no file was named' });
    for (const path of paths)
      if (!isAbsolute(path)) throw new AppError('USAGE', { message: `${path}: a whole path is needed` });
    const captures = withoutFolders(paths).map((path) => {
      const source = { kind: 'file' as const, path: readable(path) };
      if (isStream(path))
        throw new AppError('CAPTURE_UNREADABLE', { path, reason: 'this is a pipe or a device, not a file' });
      return { name: basename(path), source };
    });
    const first = captures[0]!.name;
    const name = captures.length === 1 ? first : `${first} and ${captures.length - 1} more`;
    const plan = { paths: captures.map(({ source }) => source.path), again };
    return this.jobs.add(this.#files, { dataset: id, name, plan });
  }

  /** Reads all captures of a dataset again with other settings. AppError USAGE where there is none. */
  async reread(id: string, settings: DecodeSettings): Promise<Job> {
    const files = (await this.#kinds.files(id)).filter(
      ({ first, firstChunk }) => first !== undefined && firstChunk !== undefined,
    );
    const [first] = files;
    if (first === undefined)
      throw new AppError('USAGE', { message: 'there is no capture in it that could be read again' });
    const name = files.length === 1 ? first.name : `${first.name} and ${files.length - 1} more`;
    const plan = { settings: { ...settings, keyBy: [...settings.keyBy] } };
    return this.jobs.add(this.#reread, { dataset: id, name, plan });
  }

  /** Captures of a dataset that another version made. AppError USAGE where this one reads it. */
  async renewal(id: string): Promise<Renewal> {
    return renewalOf(await this.#capturesOfOutdated(id));
  }

  /** Reads them again; what is found takes the place of the dataset's flows. AppError USAGE where there is none. */
  async renew(id: string): Promise<Job> {
    const { captures, missing } = await this.#capturesOfOutdated(id);
    const [first] = captures;
    if (first === undefined) throw new AppError('USAGE', { message: 'none of its captures is where it was' });
    const name = captures.length === 1 ? first.name : `${first.name} and ${captures.length - 1} more`;
    const database = this.#catalog.databasePath(id);
    setAside(database);
    try {
      const plan = { captures: captures.map((one) => ({ ...one })), missing: [...missing] };
      const job = this.jobs.add(this.#renew, { dataset: id, name, plan });
      this.#datasets.reset(id);
      return job;
    } catch (error) {
      takeBack(database);
      throw error;
    }
  }

  async #capturesOfOutdated(id: string): Promise<Found> {
    this.#catalog.get(id);
    if (!(await this.#isOutdated(id)))
      throw new AppError('USAGE', { message: 'this version reads the dataset as it is' });
    const store = await this.#openStore();
    return findCaptures(await store.records(this.#catalog.databasePath(id)));
  }

  /** Takes an upload into the data directory and imports it while it still comes; resolves when the bytes have come. */
  async upload(id: string, upload: Upload): Promise<Job> {
    this.#catalog.get(id);
    return receiveUpload(id, upload, { ...this.#kinds, jobs: this.jobs, kind: this.#sent }).received;
  }

  /** What is known of a link before it is fetched. AppError URL_REFUSED. */
  link(url: string): LinkFacts {
    return linkFacts(url, this.#now());
  }

  /**
   * Fetches a capture by its URL into the data directory and imports it while it still comes. Resolves when the first
   * bytes are there. AppError: URL_REFUSED, URL_FAILED.
   */
  async importUrl(id: string, url: string, { again = false } = {}): Promise<Job> {
    this.#catalog.get(id);
    if (isStreamAddress(url)) return this.live.connect(id, url);
    const folder = this.#catalog.capturesFolder(id);
    const { plan, secret, bytesTotal } = await beginDownload({ url, again }, folder, this.#kinds);
    return this.jobs.add(this.#url, { dataset: id, name: plan.name, plan, secret, bytesTotal });
  }

  /** A paused job goes on, a failed one is tried again; with the link once more where it needs that. */
  resumeJob(id: string, given: { readonly url?: string | undefined } = {}): Job {
    return this.jobs.resume(id, given.url);
  }

  /** Ends a live stream: what has come is kept. Other imports go on as they are. Resolves with the job that has ended. */
  async finishStream(id: string): Promise<Job> {
    this.jobs.get(id);
    return this.live.finish(id) || this.folders.finish(id) ? this.jobs.ended(id) : this.jobs.get(id);
  }

  /** The dataset with the sample that comes with Capscope, made when it is not there, and anew when another version made it. */
  async openSample(): Promise<{ readonly dataset: Dataset; readonly job?: Job }> {
    let known = this.#datasets.find(SAMPLE_NAME);
    if (known !== undefined && (await this.#isOutdated(known.id))) {
      await this.deleteDataset(known.id);
      known = undefined;
    }
    if (known !== undefined && (known.fileCount > 0 || known.importing)) {
      const job = this.jobs.list().findLast((candidate) => candidate.dataset === known.id);
      return job === undefined ? { dataset: known } : { dataset: known, job };
    }
    const path = [builtFile('sample/sample.pcapng'), new URL('sample/sample.pcapng', PACKAGE_ROOT)]
      .map((url) => fileURLToPath(url))
      .find((candidate) => existsSync(candidate));
    if (path === undefined) throw new AppError('NOT_FOUND', { what: 'the sample capture' });
    const dataset = known ?? this.createDataset(SAMPLE_NAME);
    const job = this.importFiles(dataset.id, [path]);
    return { dataset: this.dataset(dataset.id), job };
  }

  /** True where it can't be opened as it was made by another version. */
  async #isOutdated(id: string): Promise<boolean> {
    return this.#datasets.store(id).then(
      () => false,
      (error: unknown) => error instanceof AppError && error.code === 'DATASET_SCHEMA',
    );
  }

  async ask<Q extends Question>(id: string, question: Q, signal?: AbortSignal): Promise<Reply<Q>> {
    const store = await this.#joined(id, ANSWER_MS);
    const reply = await ask(store, question, signal);
    if (question.kind !== 'timeline' || !reply.ok) return reply;
    const coarse = reply.answer as Answer<'timeline'>;
    if (coarse.exact) return reply;
    const fine = await fineTimeline(store, this.#scanner, question).catch(this.#onBug);
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
    return this.#listings.bytes(id, await this.#datasets.store(id), flow, packet);
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
    const store = await this.#joined(id);
    const unknown = request.fields.find((key) => !FIELD_BY_KEY.has(key));
    if (unknown !== undefined) throw new AppError('USAGE', { message: `there is no field ${JSON.stringify(unknown)}` });
    // Where what a crash left behind is deleted.
    const folder = this.#catalog.capturesFolder(id);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${randomBytes(8).toString('hex')}.parquet`);
    const fault = await scopeFault(store, request.scope);
    if (fault !== undefined) throw fault;
    try {
      await store.exportParquet(request, path, signal);
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
    return path;
  }

  /** Stops what runs, closes all datasets, gives the directory back. */
  async close(): Promise<void> {
    clearInterval(this.#expiring);
    this.#joins.close();
    await this.jobs.close();
    await this.#hashes.close();
    await this.#scanner.close();
    await this.#datasets.close();
    const store = this.#store;
    this.#store = undefined;
    if (store !== undefined)
      await store.then(
        (s) => s.close(),
        () => undefined,
      );
    this.#dataDir.release();
  }

  /** The store, once flows of files that came out of order are joined; after so long also before. */
  async #joined(id: string, mostMs = REPORT_MS): Promise<DatasetStore> {
    const store = await this.#datasets.store(id);
    await this.#joins.done(id, mostMs);
    return store;
  }

  #openStore(): Promise<Store> {
    this.#store ??= this.#startStore();
    return this.#store;
  }
}

/** Segments of live sources come too fast and go too soon: nobody compares them. */
const isHashed = ({ path }: StoredFile): boolean => path === undefined || !isSegment(path);

/** What is wrong with its filter, if anything. */
async function scopeFault(store: DatasetStore, scope: Scope): Promise<AppError | undefined> {
  const probe = await store.ask({ kind: 'flows', scope, fields: ['id'], sort: [], offset: 0, limit: 0 });
  if (!isFault(probe)) return undefined;
  return new AppError('FILTER_INVALID', { message: probe.message, start: probe.start, end: probe.end });
}
