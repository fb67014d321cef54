/**
 * A capture behind a URL, imported while it comes. What has come stays on disk over broken connections, pauses and restarts, and the
 * download goes on behind it (Range with If-Match). A link's query and a sign-in are secrets: after a restart the job asks for them.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { GrowingState } from '#sources/growing-state.ts';
import { bytesAt, takePart } from '#sources/partial.ts';
import { reasonOf } from '#sources/spool.ts';
import { type DownloadOptions, download, isOtherNow, type Known } from '#sources/url/download.ts';
import { targetOf } from '#sources/url/target.ts';
import { type JobKind, type JobRun, Needs } from './jobs.ts';
import { asAppError, dropUnused, importedFrom, isOfCapture, type KindSurroundings, remove } from './kinds.ts';
import { linkFacts } from './link-facts.ts';
import { captureName } from './upload.ts';

const Plan = z.object({
  /** the address without its secrets */
  shown: z.string(),
  /** the whole address, where nothing of it is secret */
  url: z.string().optional(),
  name: z.string(),
  path: z.string(),
  again: z.boolean(),
  total: z.number().optional(),
  etag: z.string().optional(),
  modified: z.string().optional(),
  isComplete: z.boolean(),
});
export type UrlPlan = z.output<typeof Plan>;

/** Lives in memory only. */
export interface UrlSecret {
  readonly url: string;
  /** headers of a sign-in for the link's own host */
  readonly authorize?: DownloadOptions['authorize'];
  /** a download that has begun */
  readonly begun?: Begun;
}

interface Begun {
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly giveUp: AbortController;
  isTaken: boolean;
  /** hears of faults that are tried again */
  onRetry: (reason: string) => void;
}

export interface UrlSurroundings extends KindSurroundings {
  readonly allowed: readonly IpRange[];
  readonly ca?: string | undefined;
}

export interface UrlRequest {
  readonly url: string;
  readonly again: boolean;
  readonly authorize?: DownloadOptions['authorize'];
}

/** Asks for the link: resolves with its first bytes. AppError: URL_REFUSED, URL_FAILED, never with the link's query. */
export async function beginDownload(
  { url, again, authorize }: UrlRequest,
  folder: string,
  { allowed, ca, now }: UrlSurroundings,
): Promise<{ readonly plan: UrlPlan; readonly secret: UrlSecret; readonly bytesTotal: number | undefined }> {
  const target = targetOf(url);
  const stop = linkFacts(url, now()).findings.find(({ weight }) => weight === 'stop');
  if (stop !== undefined) throw new AppError('URL_REFUSED', { url: target.shown, reason: stop.message });
  const giveUp = new AbortController();
  let known: Readonly<Known> | undefined;
  let begun: Begun | undefined;
  const pieces = download(target, {
    signal: giveUp.signal,
    allowed,
    ...(ca === undefined ? {} : { ca }),
    ...(authorize === undefined ? {} : { authorize }),
    onKnown: (told) => {
      known = told;
    },
    onRetry: (reason) => begun?.onRetry(reason),
  });
  const first = await pieces.next();
  const isSecret = target.url.search !== '' || target.url.username !== '' || authorize !== undefined;
  const plan = {
    shown: target.shown,
    ...(isSecret ? {} : { url: target.url.href }),
    name: captureName(target.name),
    path: join(folder, `${randomBytes(8).toString('hex')}.capture`),
    again,
    ...ofKnown(known),
    isComplete: false,
  };
  begun = { pieces: joined(first, pieces), giveUp, isTaken: false, onRetry: () => {} };
  return {
    plan,
    secret: { url, begun, ...(authorize === undefined ? {} : { authorize }) },
    bytesTotal: known?.total,
  };
}

export function urlKind(surroundings: UrlSurroundings): JobKind<UrlPlan> {
  return {
    name: 'url',
    plan: Plan,
    paths: ({ path }) => [path],
    discard: ({ path }, { dataset }) => dropUnused([path], () => surroundings.files(dataset)),
    accept({ shown }, given) {
      if (typeof given !== 'string') return given;
      if (targetOf(given).shown !== shown)
        throw new AppError('USAGE', { message: `this is the link of something else; ${shown} is needed` });
      return { url: given } satisfies UrlSecret;
    },
    run: (run) => fetchAndImport(run, surroundings),
  };
}

async function fetchAndImport(run: JobRun<UrlPlan>, surroundings: UrlSurroundings): Promise<void> {
  const { plan } = run;
  const { path, name, again } = plan;
  const stored = await surroundings.files(run.dataset);
  const done = importedFrom(path, stored);
  if (done !== undefined) {
    run.begin({ bytesRead: done.packed?.size ?? done.size, packets: done.packets, flows: 0 });
    return;
  }
  try {
    if (plan.isComplete && bytesAt(path) > 0) {
      run.expect({ total: bytesAt(path), received: bytesAt(path) });
      await run.import([{ name, source: { kind: 'file', path } }], { again });
      return;
    }
    const isTwin = !again && stored.some((file) => (file.packed?.size ?? file.size) === plan.total);
    await receive(run, surroundings, isTwin);
  } catch (error) {
    // The same bytes would be refused again, and bytes of another file are of no use.
    if (!run.signal.aborted && (isOfCapture(error) || isOtherNow(error))) {
      remove(path);
      const { total: _t, etag: _e, modified: _m, ...rest } = plan;
      run.keep({ ...rest, isComplete: false });
    }
    throw error;
  }
}

/** Takes what is missing; imports it meanwhile, or, where it may be a capture that is there already, afterwards. */
async function receive(run: JobRun<UrlPlan>, surroundings: UrlSurroundings, isTwin: boolean): Promise<void> {
  const { plan, signal } = run;
  const { path, name, again } = plan;
  const secret = run.secret as UrlSecret | undefined;
  const url = secret?.url ?? plan.url;
  const from = plan.etag === undefined && plan.modified === undefined ? 0 : bytesAt(path);
  if (url === undefined)
    throw new Needs('link', `give the link to ${plan.shown} again: what is secret of it was not kept`);
  const state = new GrowingState();
  const noMore = new AbortController();
  const begun = secret?.begun;
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    begun?.giveUp.abort(new Error('the import has ended'));
    noMore.abort(new Error('the import has ended'));
  };
  signal.addEventListener('abort', stop, { once: true });
  const isFresh = begun !== undefined && !begun.isTaken;
  let now = plan;
  const pieces = isFresh
    ? begun.pieces
    : download(targetOf(url), {
        signal: noMore.signal,
        allowed: surroundings.allowed,
        ...(surroundings.ca === undefined ? {} : { ca: surroundings.ca }),
        ...(secret?.authorize === undefined ? {} : { authorize: secret.authorize }),
        from: { offset: from, total: plan.total, etag: plan.etag, modified: plan.modified },
        onKnown: (known) => {
          now = { ...plan, ...ofKnown(known) };
          run.keep(now);
          run.expect({ total: known.total });
        },
        onRetry: (reason) => run.say(`${reason}; trying again`),
      });
  if (isFresh) {
    begun.isTaken = true;
    begun.onRetry = (reason) => run.say(`${reason}; trying again`);
  }
  if (!isFresh && from > 0) run.say(`goes on at byte ${from}`);
  const start = isFresh ? 0 : from;
  if (start > 0) state.wrote(start);
  try {
    surroundings.room.check(run.dataset, name, Math.max(0, (plan.total ?? 0) - start));
  } catch (error) {
    stop();
    signal.removeEventListener('abort', stop);
    throw error;
  }
  const look = surroundings.room.watch(run.dataset, name);
  let fault: unknown;
  const received = takePart(path, {
    pieces: asTold(pieces, run),
    from: start,
    state,
    signal: noMore.signal,
    onBytes: (bytes) => {
      run.expect({ received: bytes });
      look(bytes);
    },
  })
    .then((bytes) => {
      run.keep({ ...now, total: bytes, isComplete: true });
      run.expect({ total: bytes, received: bytes });
      state.done();
    })
    .catch((error: unknown) => {
      if (!isStopped) fault = asAppError(error, name);
      state.failed(reasonOf(error));
    });
  try {
    if (!isTwin) {
      const source = { kind: 'growing', path, state: state.shared } as const;
      await run.import([{ name, source }], { again, bytesTotal: plan.total });
    }
    await received;
    if (fault !== undefined) throw fault;
    if (isTwin) await run.import([{ name, source: { kind: 'file', path } }], { again });
  } catch (error) {
    stop();
    await received;
    signal.throwIfAborted();
    // The import fails of what failed before it.
    throw fault ?? error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Held back while the job is paused. */
async function* asTold(pieces: AsyncIterable<Uint8Array>, run: JobRun<UrlPlan>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    await run.going();
    yield piece;
  }
}

async function* joined(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}

function ofKnown(known: Readonly<Known> | undefined): Pick<UrlPlan, 'total' | 'etag' | 'modified'> {
  const { total, etag, modified } = known ?? {};
  return {
    ...(total === undefined ? {} : { total }),
    ...(etag === undefined ? {} : { etag }),
    ...(modified === undefined ? {} : { modified }),
  };
}
