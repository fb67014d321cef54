/** What brings captures into datasets, and reads them again: local files, uploads, links; settings that changed, another version. */
import { basename, isAbsolute } from 'node:path';
import { AppError } from '#base/errors.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import { isStreamAddress } from '#sources/pcap-over-ip/client.ts';
import type { Store } from '#store/store.ts';
import type { Catalog } from './datasets/catalog.ts';
import type { Datasets } from './datasets/datasets.ts';
import { dropAside, type Found, findCaptures, renewalOf, setAside, takeBack } from './datasets/renewal.ts';
import { firstAndMore } from './first-and-more.ts';
import { withoutFolders } from './folder/folders.ts';
import { type FilesPlan, filesKind } from './jobs/files-job.ts';
import type { JobKind, Jobs } from './jobs/jobs.ts';
import { type LinkFacts, linkFacts } from './jobs/link-facts.ts';
import { type RenewPlan, renewKind } from './jobs/renew-job.ts';
import { type RereadPlan, rereadKind } from './jobs/reread-job.ts';
import { type SentPlan, sentKind } from './jobs/sent-job.ts';
import { receiveUpload, type Upload } from './jobs/upload.ts';
import { beginDownload, type UrlPlan, type UrlSurroundings, urlKind } from './jobs/url-job.ts';
import { isStream, readable } from './local-file.ts';
import type { Job, Renewal } from './model.ts';

interface Surroundings extends UrlSurroundings {
  readonly jobs: Jobs;
  readonly catalog: Catalog;
  readonly datasets: Datasets;
  readonly store: () => Promise<Store>;
  /** keeps the settings that a dataset was read again with */
  readonly keepSettings: (dataset: string, settings: DecodeSettings) => void;
  /** takes a stream that a sender at this address gives */
  readonly connect: (dataset: string, address: string) => Job;
}

export class Imports {
  readonly #with: Surroundings;
  readonly #files: JobKind<FilesPlan>;
  readonly #url: JobKind<UrlPlan>;
  readonly #sent: JobKind<SentPlan>;
  readonly #reread: JobKind<RereadPlan>;
  readonly #renew: JobKind<RenewPlan>;

  /** Registers its kinds of jobs. */
  constructor(surroundings: Surroundings) {
    const { jobs, files, catalog, keepSettings } = surroundings;
    this.#with = surroundings;
    this.#files = filesKind(surroundings);
    this.#url = urlKind(surroundings);
    this.#sent = sentKind(surroundings);
    this.#reread = rereadKind({ files, keep: keepSettings });
    this.#renew = renewKind({ files, done: (id) => dropAside(catalog.databasePath(id)) });
    jobs.register(this.#files);
    jobs.register(this.#url);
    jobs.register(this.#sent);
    jobs.register(this.#reread);
    jobs.register(this.#renew);
  }

  /** Imports local files, and those in folders, where they are, as one stream. AppError: CAPTURE_UNREADABLE for what is not there. */
  files(id: string, paths: readonly string[], { again = false } = {}): Job {
    this.#with.catalog.get(id);
    if (paths.length === 0) throw new AppError('USAGE', { message: 'no file was named' });
    for (const path of paths)
      if (!isAbsolute(path)) throw new AppError('USAGE', { message: `${path}: a whole path is needed` });
    const captures = withoutFolders(paths).map((path) => {
      const source = { kind: 'file' as const, path: readable(path) };
      if (isStream(path))
        throw new AppError('CAPTURE_UNREADABLE', { path, reason: 'this is a pipe or a device, not a file' });
      return { name: basename(path), source };
    });
    const name = firstAndMore(captures);
    const plan = { paths: captures.map(({ source }) => source.path), again };
    return this.#with.jobs.add(this.#files, { dataset: id, name, plan });
  }

  /** Reads all captures of a dataset again with other settings. AppError USAGE where there is none. */
  async reread(id: string, settings: DecodeSettings): Promise<Job> {
    const files = (await this.#with.files(id)).filter(
      ({ first, firstChunk }) => first !== undefined && firstChunk !== undefined,
    );
    if (files.length === 0)
      throw new AppError('USAGE', { message: 'there is no capture in it that could be read again' });
    const plan = { settings: { ...settings, keyBy: [...settings.keyBy] } };
    return this.#with.jobs.add(this.#reread, { dataset: id, name: firstAndMore(files), plan });
  }

  /** Captures of a dataset that another version made. AppError USAGE where this one reads it. */
  async renewal(id: string): Promise<Renewal> {
    return renewalOf(await this.#capturesOfOutdated(id));
  }

  /** Reads them again; what is found takes the place of the dataset's flows. AppError USAGE where there is none. */
  async renew(id: string): Promise<Job> {
    const { captures, missing } = await this.#capturesOfOutdated(id);
    if (captures.length === 0) throw new AppError('USAGE', { message: 'none of its captures is where it was' });
    // Of two who wish it at once the second would put aside what the first has begun.
    if (this.#with.jobs.isImporting(id))
      throw new AppError('USAGE', { message: 'its captures are being read already' });
    const database = this.#with.catalog.databasePath(id);
    setAside(database);
    try {
      const plan = { captures: captures.map((one) => ({ ...one })), missing: [...missing] };
      const job = this.#with.jobs.add(this.#renew, { dataset: id, name: firstAndMore(captures), plan });
      this.#with.datasets.reset(id);
      return job;
    } catch (error) {
      takeBack(database);
      throw error;
    }
  }

  async #capturesOfOutdated(id: string): Promise<Found> {
    this.#with.catalog.get(id);
    if (!(await this.#with.datasets.isOutdated(id)))
      throw new AppError('USAGE', { message: 'this version reads the dataset as it is' });
    const store = await this.#with.store();
    return findCaptures(await store.records(this.#with.catalog.databasePath(id)));
  }

  /** Takes an upload into the data directory and imports it while it still comes; resolves when the bytes have come. */
  async upload(id: string, upload: Upload): Promise<Job> {
    this.#with.catalog.get(id);
    return receiveUpload(id, upload, { ...this.#with, kind: this.#sent }).received;
  }

  /** What is known of a link before it is fetched. AppError URL_REFUSED. */
  link(url: string): LinkFacts {
    return linkFacts(url, this.#with.now());
  }

  /**
   * Fetches a capture by its URL into the data directory and imports it while it still comes. Resolves when the first
   * bytes are there. AppError: URL_REFUSED, URL_FAILED.
   */
  async url(id: string, url: string, { again = false } = {}): Promise<Job> {
    this.#with.catalog.get(id);
    if (isStreamAddress(url)) return this.#with.connect(id, url);
    const folder = this.#with.catalog.capturesFolder(id);
    const { plan, secret, bytesTotal } = await beginDownload({ url, again }, folder, this.#with);
    if (!this.#with.datasets.has(id)) {
      secret.begun?.giveUp.abort(new Error('the dataset was deleted'));
      throw new AppError('DATASET_NOT_FOUND', { dataset: id });
    }
    return this.#with.jobs.add(this.#url, { dataset: id, name: plan.name, plan, secret, bytesTotal });
  }
}
