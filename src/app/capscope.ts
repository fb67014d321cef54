/**
 * The one door to what Capscope does with a data directory: datasets, imports, questions, exports. Server and CLI come in
 * here and nowhere else. Opened, it owns the directory's lock and the store's thread until close().
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { builtFile, PACKAGE_ROOT } from '#base/program.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { Store } from '#store/store.ts';
import { Azure } from './azure/azure.ts';
import { type Change, Changes } from './changes.ts';
import { type DataDir, takeDataDir } from './data-dir.ts';
import { Catalog } from './datasets/catalog.ts';
import { Datasets } from './datasets/datasets.ts';
import { Hashes } from './datasets/hashes.ts';
import { OwnData } from './datasets/own-data.ts';
import { ownServices, SERVICES_FILE } from './datasets/own-services.ts';
import { Folders } from './folder/watch.ts';
import type { ImportCaptures } from './import/contract.ts';
import { Imports } from './imports.ts';
import type { JobSurroundings } from './jobs/entry.ts';
import { Jobs } from './jobs/jobs.ts';
import { joinKind } from './jobs/join-job.ts';
import { Joins } from './jobs/joins.ts';
import { KeptJobs } from './jobs/kept.ts';
import { Uploads } from './jobs/upload-job.ts';
import type { UrlSurroundings } from './jobs/url-job.ts';
import { Live } from './live/live.ts';
import { isSegment } from './live/ring.ts';
import type { CaptureFile, Dataset, Job } from './model.ts';
import { Questions } from './questions/questions.ts';
import { Room } from './room.ts';
import { KeptSettings } from './settings.ts';
import { StoreThread } from './store-thread.ts';

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
const DAY_MS = 86_400_000;

export class Capscope {
  readonly jobs: Jobs;
  readonly imports: Imports;
  readonly uploads: Uploads;
  readonly questions: Questions;
  readonly settings: KeptSettings;
  readonly azure: Azure;
  /** what the user adds to datasets: settings, networks */
  readonly own: OwnData;
  readonly live: Live;
  readonly folders: Folders;
  readonly #options: CapscopeOptions;
  readonly #now: () => number;
  readonly #onBug: (error: unknown) => undefined;
  readonly #dataDir: DataDir;
  readonly #catalog: Catalog;
  readonly #store: StoreThread;
  readonly #datasets: Datasets;
  readonly #changes = new Changes();
  readonly #hashes: Hashes;
  readonly #joins: Joins;
  readonly #expiring: NodeJS.Timeout;

  /** AppError: DATA_DIR_IN_USE, with the pid and port of the process that has it. */
  constructor(options: CapscopeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#onBug = (error) => void (isGone(error) || options.onBug?.(error));
    this.#dataDir = takeDataDir(options.dir, this.#now());
    this.#catalog = new Catalog(options.dir);
    this.settings = new KeptSettings(options.dir, this.#env);
    this.#store = new StoreThread(options.startStore);
    this.#datasets = new Datasets({
      catalog: this.#catalog,
      store: () => this.#store.open(),
      changes: this.#changes,
      isImporting: (id) => this.jobs.isImporting(id),
      hasTurn: (id) => this.jobs.hasTurn(id),
      keptPaths: (id) => this.jobs.paths(id),
      startedMs: this.#now(),
    });
    this.own = new OwnData(this.#datasets);
    this.#hashes = new Hashes({
      isIdle: () => this.jobs.idle,
      keep: (dataset, files) => this.#keepFiles(dataset, files),
      onBug: this.#onBug,
    });
    this.jobs = new Jobs(this.#jobSurroundings());
    const arrivals = this.#arrivals();
    this.folders = new Folders({
      jobs: this.jobs,
      folderOf: (dataset) => this.#catalog.folder(dataset),
      now: this.#now,
      lookMs: options.lookMs,
    });
    this.live = this.#makeLive(arrivals);
    this.azure = this.#makeAzure(arrivals);
    this.imports = new Imports({
      ...arrivals,
      jobs: this.jobs,
      catalog: this.#catalog,
      datasets: this.#datasets,
      store: () => this.#store.open(),
      keepSettings: (id, settings) => void this.own.edit(id, { settings }),
      connect: (id, address) => this.live.connect(id, address),
    });
    this.uploads = new Uploads(arrivals, () => this.jobs);
    this.#joins = new Joins(this.jobs, joinKind(arrivals), arrivals.files);
    this.jobs.register(this.#joins.kind);
    this.jobs.register(this.uploads.kind);
    this.questions = new Questions({
      storeOf: (id) => this.#datasets.store(id),
      joined: (id, mostMs) => this.#joins.done(id, mostMs),
      capturesFolder: (id) => this.#catalog.capturesFolder(id),
      onBug: this.#onBug,
    });
    this.jobs.recover((id) => this.#catalog.has(id));
    this.#expire();
    this.#expiring = setInterval(() => this.#expire(), EXPIRE_MS);
    this.#expiring.unref();
  }

  #jobSurroundings(): JobSurroundings {
    const { dir, importCaptures, expectImport, watched = false, mostAgain } = this.#options;
    return {
      storeOf: (dataset) => this.#datasets.store(dataset),
      folderOf: (dataset) => this.#catalog.folder(dataset),
      importCaptures,
      settingsOf: (dataset) => this.#catalog.get(dataset).settings,
      services: () => ownServices(join(dir, SERVICES_FILE), { isOptional: true }),
      expectImport,
      changes: this.#changes,
      watched,
      mostAgain,
      now: this.#now,
      kept: new KeptJobs(dir),
      goesOn: watched,
      limit: () => this.settings.get().imports,
      onGrowing: (dataset) => void this.#datasets.tellGrowing(dataset, this.#now).catch(this.#onBug),
      onFiles: (dataset, files) => this.#hashes.add(dataset, files.filter(isHashed)),
      onEnded: async (dataset) => {
        await this.#datasets.imported(dataset);
        this.#joins.imported(dataset, watched && this.#datasets.has(dataset));
        this.#hashes.resume();
      },
      onBug: this.#onBug,
    };
  }

  /** What the jobs need that take captures into the data directory. */
  #arrivals(): UrlSurroundings {
    const { dir, allowed = [], ca } = this.#options;
    return {
      files: async (id) => (await this.#datasets.store(id)).files(),
      capturesFolder: (id) => this.#catalog.capturesFolder(id),
      room: new Room(
        dir,
        (id) => this.#catalog.folder(id),
        () => ({ dataset: this.settings.get().datasetBytes, all: this.settings.get().allBytes }),
      ),
      now: this.#now,
      allowed,
      ca,
    };
  }

  #makeLive({ files, room, allowed }: UrlSurroundings): Live {
    return new Live({
      jobs: this.jobs,
      folderOf: (dataset) => this.#catalog.folder(dataset),
      allowed,
      captureForbidden: this.#options.captureForbidden,
      goesOn: async (dataset) => (await (await this.#datasets.store(dataset)).stream()) !== undefined,
      files,
      room,
      now: this.#now,
    });
  }

  #makeAzure({ files, capturesFolder, room, allowed, ca }: UrlSurroundings): Azure {
    return new Azure({
      env: this.#env,
      jobs: this.jobs,
      allowed,
      ca,
      now: this.#now,
      folderOf: capturesFolder,
      filesOf: files,
      room,
      lookMs: this.#options.lookMs,
    });
  }

  get #env(): Readonly<Record<string, string | undefined>> {
    return this.#options.env ?? process.env;
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
    await this.#datasets.remove(id, async () => {
      await this.jobs.drop(id);
      this.#hashes.forget(id);
    });
    // What was begun meanwhile found no dataset.
    await this.jobs.drop(id);
  }

  async files(id: string): Promise<readonly CaptureFile[]> {
    const store = await this.#datasets.store(id);
    if (!this.jobs.isImporting(id)) {
      this.#hashes.add(id, (await store.files()).filter(isHashed));
      this.#hashes.resume();
    }
    return this.#datasets.files(id);
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
    if (known !== undefined && (await this.#datasets.isOutdated(known.id))) {
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
    const job = this.imports.files(dataset.id, [path]);
    return { dataset: this.dataset(dataset.id), job };
  }

  /** Stops what runs, closes all datasets, gives the directory back. */
  async close(): Promise<void> {
    clearInterval(this.#expiring);
    this.#joins.close();
    await this.jobs.close();
    await this.#hashes.close();
    await this.questions.close();
    await this.#datasets.close();
    await this.#store.close();
    this.#dataDir.release();
  }

  /** Loads what a first import needs, where somebody waits for its first picture. */
  #makeReady(): void {
    if (this.#options.watched !== true) return;
    this.#options.expectImport?.(undefined);
    this.#store.open().catch(this.#onBug);
  }

  async #keepFiles(dataset: string, files: readonly StoredFile[]): Promise<void> {
    if (!this.#datasets.has(dataset)) return;
    const store = await this.#datasets.store(dataset);
    const importing = await store.begin();
    try {
      await store.putFiles(importing, files);
      await store.finish(importing);
    } catch (error) {
      await store.rollback(importing).catch(this.#onBug);
      throw error;
    }
    await this.#datasets.refresh(dataset);
  }

  /** Forgets jobs that nobody came back to. */
  #expire(): void {
    this.jobs.expire(this.#now() - this.settings.get().keepDays * DAY_MS).catch(this.#onBug);
  }
}

/** Segments of live sources come too fast and go too soon: nobody compares them. */
const isHashed = ({ path }: StoredFile): boolean => path === undefined || !isSegment(path);

/** The dataset was deleted while something was done for it. */
const isGone = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'DATASET_NOT_FOUND');
