/** Live sources of datasets: senders that connect to us, a sender that we connect to, a capture on an interface of this machine. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import {
  captureArguments,
  findCaptureProgram,
  listedInterface,
  listInterfaces,
  type NetworkInterface,
} from '#sources/live/capture-program.ts';
import { streamTargetOf } from '#sources/pcap-over-ip/client.ts';
import { tokenHashOf } from '#sources/pcap-over-ip/listener.ts';
import { type Certificate, fingerprintOf, makeCertificate } from '#sources/pcap-over-ip/own-certificate.ts';
import type { JobKind, JobRun, Jobs } from '../jobs/jobs.ts';
import type { Job } from '../model.ts';
import { CapturePlan, ListenPlan, type LivePlan, NEW, StreamPlan } from './plan.ts';
import { dropUnimported } from './ring.ts';
import { type LiveStart, type LiveSurroundings, liveFolder, runLive, type Waiter } from './run-live.ts';

const DEFAULT_MAX_SENDERS = 64;
/** Packets of a live capture that are kept when nobody says otherwise. */
const DEFAULT_KEEP_BYTES = 10 * 1024 ** 3;
const MIN_KEEP_BYTES = 32 * 1024 ** 2;
const MIN_TOKEN_LENGTH = 8;

export interface Keeping {
  readonly keepBytes?: number | undefined;
  readonly keepMs?: number | undefined;
}

export interface ListenWish extends Keeping {
  readonly host?: string | undefined;
  readonly port: number;
  readonly tls?: 'none' | 'own' | { readonly cert: string; readonly key: string } | undefined;
  readonly token?: string | undefined;
  readonly from?: readonly string[] | undefined;
  readonly idleSeconds?: number | undefined;
}

export interface CaptureWish extends Keeping {
  readonly interface: string;
  readonly filter?: string | undefined;
  readonly snapLen?: number | undefined;
  readonly promiscuous?: boolean | undefined;
}

interface Surroundings extends Omit<LiveSurroundings, 'totals' | 'streams'> {
  readonly jobs: Jobs;
  readonly allowed: readonly IpRange[];
  /** why the interfaces of this machine may not be captured on; undefined = they may */
  readonly captureForbidden: string | undefined;
}

export class Live {
  readonly #with: Surroundings;
  readonly #streams = new Map<string, () => void>();
  readonly #listen: JobKind<ListenPlan>;
  readonly #stream: JobKind<StreamPlan>;
  readonly #capture: JobKind<CapturePlan>;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
    this.#listen = this.#kind('listen', ListenPlan, true, listenName, (plan) => this.#startListening(plan));
    this.#stream = this.#kind(
      'stream',
      StreamPlan,
      false,
      ({ address }) => streamTargetOf(address).name,
      ({ address }) => ({ inlet: { kind: 'connect', address, allowed: surroundings.allowed } }),
    );
    this.#capture = this.#kind(
      'capture',
      CapturePlan,
      true,
      (plan) => plan.interface,
      (plan, run) => this.#startCapturing(plan, run),
    );
    for (const kind of [this.#listen, this.#stream, this.#capture]) surroundings.jobs.register(kind as never);
  }

  /** Takes what senders of PCAP-over-IP bring; resolves when they may connect. AppError USAGE: what is wrong, and what to do. */
  async listen(dataset: string, wish: ListenWish): Promise<Job> {
    const plan = listenPlan(wish);
    if (plan.tls !== 'none') certificateOf(plan, this.#with.now());
    return this.#begun(this.#listen, dataset, listenName(plan), plan);
  }

  /** Takes what a sender of PCAP-over-IP brings that we connect to. AppError URL_REFUSED for what is no address. */
  connect(dataset: string, address: string): Job {
    const { name, shown } = streamTargetOf(address);
    return this.#with.jobs.add(this.#stream, { dataset, name, plan: { ...NEW, address: shown } });
  }

  /** Captures on an interface; resolves when it does. AppError: FORBIDDEN, USAGE. */
  async capture(dataset: string, wish: CaptureWish): Promise<Job> {
    this.#checkMayCapture();
    const { filter = '', snapLen, promiscuous = true, keepMs } = wish;
    const plan: CapturePlan = {
      ...NEW,
      interface: wish.interface,
      filter,
      promiscuous,
      ...(snapLen === undefined ? {} : { snapLen }),
      ...keeping({ keepBytes: wish.keepBytes ?? DEFAULT_KEEP_BYTES, keepMs }),
    };
    const program = findCaptureProgram();
    captureArguments(program, plan);
    const name = await listedInterface(program, plan.interface);
    return this.#begun(this.#capture, dataset, name, { ...plan, interface: name });
  }

  /** Interfaces that can be captured on. AppError: FORBIDDEN, USAGE. */
  async interfaces(): Promise<readonly NetworkInterface[]> {
    this.#checkMayCapture();
    return listInterfaces(findCaptureProgram());
  }

  /** Ends it; what has come is kept. False when the job is no live source that runs. */
  finish(job: string): boolean {
    const stop = this.#streams.get(job);
    if (stop === undefined) return false;
    stop();
    // A paused one ends, too: what waits on the disk is imported.
    this.#with.jobs.resume(job);
    return true;
  }

  #checkMayCapture(): void {
    const reason = this.#with.captureForbidden;
    if (reason !== undefined) throw new AppError('FORBIDDEN', { reason });
  }

  async #begun<P extends LivePlan>(kind: JobKind<P>, dataset: string, name: string, plan: P): Promise<Job> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { ready: resolve, failed: reject };
    const { jobs } = this.#with;
    const job = jobs.add(kind, { dataset, name, plan, secret: waiter });
    try {
      await promise;
    } catch (error) {
      await jobs.ended(job.id);
      jobs.forget(job.id);
      throw error;
    }
    return jobs.get(job.id);
  }

  #kind<P extends LivePlan>(
    name: string,
    plan: JobKind<P>['plan'],
    standing: boolean,
    nameOf: (plan: P) => string,
    start: (plan: P, run: JobRun<P>) => LiveStart | undefined,
  ): JobKind<P> {
    const { jobs } = this.#with;
    const surroundings: LiveSurroundings = {
      ...this.#with,
      streams: this.#streams,
      totals: (job) => jobs.get(job),
    };
    return {
      name,
      standing,
      plan,
      run: (run) => runLive(run, nameOf(run.plan), () => start(run.plan, run), surroundings),
      discard: ({ imported }, { id, dataset }) =>
        dropUnimported(liveFolder(this.#with.folderOf(dataset), id), imported),
    };
  }

  #startListening(plan: ListenPlan): LiveStart {
    const { host, port, from, idleMs, maxSenders, token } = plan;
    const certificate = plan.tls === 'none' ? undefined : certificateOf(plan, this.#with.now());
    const fingerprint = certificate === undefined ? undefined : fingerprintOf(certificate);
    return {
      inlet: {
        kind: 'listen',
        host,
        port,
        from,
        idleMs,
        maxSenders,
        ...(certificate === undefined ? {} : { tls: certificate }),
        ...(token === undefined ? {} : { token }),
      },
      facts: (bound) => ({
        address: `${isIP(host) === 6 ? `[${host}]` : host}:${bound ?? port}`,
        ...(fingerprint === undefined ? {} : { fingerprint }),
      }),
      settled: (bound) => ({ name: listenName({ ...plan, port: bound }), plan: { port: bound } }),
    };
  }

  #startCapturing(plan: CapturePlan, run: JobRun<CapturePlan>): LiveStart | undefined {
    if (plan.begun && run.isTakenUp) {
      run.say(
        'Capscope was ended while it captured: packets up to then are in the dataset; start the capture again to continue',
      );
      return undefined;
    }
    this.#checkMayCapture();
    const program = findCaptureProgram();
    return {
      inlet: {
        kind: 'program',
        name: plan.interface,
        file: program.path,
        args: captureArguments(program, plan),
        tellsCounts: program.kind === 'tcpdump' && process.platform !== 'win32',
      },
    };
  }
}

const listenName = ({ host, port }: ListenPlan): string =>
  `${isIP(host) === 6 ? `[${host}]` : host} port ${port === 0 ? 'any' : port}`;

function keeping({ keepBytes, keepMs }: Keeping): Keeping {
  if (keepBytes !== undefined && keepBytes < MIN_KEEP_BYTES)
    throw new AppError('USAGE', { message: 'keep at least 32 MB of packets' });
  return { ...(keepBytes === undefined ? {} : { keepBytes }), ...(keepMs === undefined ? {} : { keepMs }) };
}

function listenPlan(wish: ListenWish): ListenPlan {
  const { host = '127.0.0.1', port, tls = 'none', token, from = [], idleSeconds = 0 } = wish;
  for (const network of from) {
    const [address = '', prefix, ...more] = network.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? 0 : Number(prefix);
    if (family === 0 || more.length > 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 6 ? 128 : 32))
      throw new AppError('USAGE', { message: `${JSON.stringify(network)} is no network; write 10.0.0.0/8` });
  }
  if (token !== undefined && (token.length < MIN_TOKEN_LENGTH || /[^\x21-\x7e]/.test(token)))
    throw new AppError('USAGE', {
      message: `the token must have at least ${MIN_TOKEN_LENGTH} letters, digits or signs, without blanks`,
    });
  const salt = randomBytes(16).toString('hex');
  return {
    ...NEW,
    host,
    port,
    tls,
    from: [...from],
    idleMs: Math.round(idleSeconds * 1000),
    maxSenders: DEFAULT_MAX_SENDERS,
    ...(token === undefined ? {} : { token: { salt, hash: tokenHashOf(token, salt) } }),
    ...keeping(wish),
  };
}

/** AppError USAGE when the operator's files can't be used. */
function certificateOf({ tls, host }: ListenPlan, now: number): Certificate {
  if (tls === 'own' || tls === 'none') return makeCertificate([...new Set(['localhost', '127.0.0.1', host])], now);
  const read = (path: string, missing: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new AppError('USAGE', { message: `${path}: ${code === 'ENOENT' ? missing : message}` });
    }
  };
  const certificate = {
    cert: read(tls.cert, 'there is no such certificate file'),
    key: read(tls.key, 'there is no such key file'),
  };
  fingerprintOf(certificate);
  return certificate;
}
