/** The store's thread: owns DuckDB and all open datasets, and takes what decode workers deliver. */
import { totalmem } from 'node:os';
import { MessageChannel, type MessagePort, parentPort, workerData } from 'node:worker_threads';
import duckdb from '@duckdb/node-bindings';
import { AppError, assert, assertNever } from '#base/errors.ts';
import { closed } from './duck/closed.ts';
import { Dataset, type Engine } from './duck/dataset.ts';
import { Budget } from './duck/held/budget.ts';
import { recordsIn } from './duck/records.ts';
import type { CodeNames } from './duck/write/writer.ts';
import { EngineMemory, isOutOfMemory } from './memory.ts';
import { buffersOf, type Delivery, type Receipt, type StoreLink } from './protocol.ts';
import { type Call, type Reply, type Request, type StoreSettings, sendable } from './rpc.ts';

const settings = workerData as StoreSettings;
const parent = parentPort;
assert(parent !== null, 'the store runs in a worker');

/** Columns of flows in memory, of all datasets together: what the views ask of 10 M flows takes some 100 bytes each, and 40 a host. */
const MOST_HELD_BYTES = Math.min(2 ** 31, totalmem() / 8);

const database = await openDatabase(settings);
const control = await duckdb.connect(database);
const memory = new EngineMemory(control, settings.memoryMb);
const engine: Engine = {
  database,
  memory,
  held: new Budget(settings.holds ? MOST_HELD_BYTES : 0),
  now: () => performance.now(),
};
const datasets = new Map<number, Dataset>();
const byPath = new Map<string, Promise<number>>();
const closing = new Map<string, Promise<unknown>>();
/** exports under way, and whose */
const cursors = new Map<number, { readonly dataset: number; readonly parts: AsyncGenerator<unknown> }>();
const running = new Map<number, { cancelled: boolean; interrupt?: () => void }>();
let lastNumber = 0;
/** of those under way, imports that decode no longer */
let ending = 0;
/** imports under way */
const importing = new Map<Dataset, number>();
/** calls under way, but for the one that ends all */
const served = new Set<Promise<unknown>>();
let isEnding = false;

parent.on('message', (call: Call) => {
  const answer = isEnding ? Promise.reject(closed()) : serve(call);
  const told = answer.then(
    ({ value, transfer }) => parent.postMessage({ id: call.id, ok: true, value } satisfies Reply, transfer),
    (error: unknown) => parent.postMessage({ id: call.id, ok: false, error: sendable(error) } satisfies Reply),
  );
  if (call.request.op === 'shutdown') return;
  served.add(told);
  void told.finally(() => served.delete(told));
});

async function openDatabase({ memoryMb, threads, tempDir }: StoreSettings): Promise<duckdb.Database> {
  const config = duckdb.create_config();
  const options = {
    threads: String(threads),
    memory_limit: `${memoryMb}MB`,
    temp_directory: tempDir,
    checkpoint_threshold: '1TB',
    autoinstall_known_extensions: 'false',
    preserve_insertion_order: 'false',
  };
  for (const [name, value] of Object.entries(options)) duckdb.set_config(config, name, value);
  return duckdb.open(':memory:', config);
}

/**
 * While imports decode, half of the threads are left to the decoders: with two cores a second thread of the engine costs
 * a third more CPU for the same rows.
 */
async function share(dataset: Dataset, change: 1 | -1): Promise<void> {
  const own = (importing.get(dataset) ?? 0) + change;
  if (own < 0) return; // it was closed meanwhile, with its imports
  if (own > 0) importing.set(dataset, own);
  else importing.delete(dataset);
  await setThreads();
  await memory.importing(change);
}

async function setThreads(): Promise<void> {
  let decoding = -ending;
  for (const imports of importing.values()) decoding += imports;
  const threads = decoding > 0 ? Math.max(1, Math.floor(settings.threads / 2)) : settings.threads;
  await duckdb.query(control, `SET threads = ${threads}`);
}

type Served = { readonly value?: unknown; readonly transfer?: MessagePort[] };

async function serve({ id, request }: Call): Promise<Served> {
  switch (request.op) {
    case 'open':
      return { value: await open(request.path) };
    case 'records':
      return { value: await recordsIn(database, `records_${id}`, request.path) };
    case 'cancel': {
      const asked = running.get(request.asked);
      if (asked) asked.cancelled = true;
      asked?.interrupt?.();
      return {};
    }
    case 'shutdown':
      await shutDown();
      return {};
    default:
      return serveDataset(id, request);
  }
}

/** Closes all behind what is under way, which is given up: a call of the engine that comes back to a thread that has gone ends the process. */
async function shutDown(): Promise<void> {
  isEnding = true;
  for (const asked of running.values()) {
    asked.cancelled = true;
    asked.interrupt?.();
  }
  await Promise.allSettled([...byPath.values(), ...closing.values()]);
  await Promise.allSettled([...datasets].map(([number, dataset]) => close(number, dataset)));
  await Promise.allSettled(served);
  await memory.close();
  duckdb.disconnect_sync(control);
  duckdb.close_sync(database);
}

/** What the user can ask less of. */
const QUESTIONS: ReadonlySet<Request['op']> = new Set(['ask', 'chunksOf', 'mark', 'marks', 'next', 'parquet']);

type DatasetRequest = Exclude<Request, { op: 'open' | 'records' | 'cancel' | 'shutdown' }>;

async function serveDataset(id: number, request: DatasetRequest): Promise<Served> {
  const dataset = datasets.get(request.dataset);
  if (dataset === undefined && request.op === 'stop') return {};
  if (dataset === undefined) throw closed();
  try {
    return await servedBy(dataset, id, request);
  } catch (error) {
    // What was under way when it was closed was interrupted, or found nothing any more.
    if (request.op !== 'close' && datasets.get(request.dataset) !== dataset) throw closed();
    throw QUESTIONS.has(request.op) && isOutOfMemory(error) ? new AppError('MEMORY') : error;
  }
}

async function servedBy(dataset: Dataset, id: number, request: DatasetRequest): Promise<Served> {
  switch (request.op) {
    case 'version':
      return { value: dataset.version };
    case 'files':
      return { value: await dataset.files() };
    case 'stream':
      return { value: await dataset.stream() };
    case 'networks':
      return { value: dataset.networks() };
    case 'marks':
      return { value: await dataset.marks() };
    case 'mark':
      return { value: await dataset.mark(request.change) };
    case 'takeBack':
      await dataset.takeBack(request.undo);
      return {};
    case 'setNetworks':
      await dataset.setNetworks(request.networks);
      return {};
    case 'hide':
      dataset.imports.hide(request.importing);
      return {};
    case 'show':
      dataset.imports.show(request.importing, request.replaced);
      return {};
    case 'settle':
      dataset.imports.settle(request.importing, request.ending);
      return {};
    case 'ask':
      return { value: await cancellable(id, (start) => memory.asking(() => dataset.ask(request.question, start))) };
    case 'chunksOf':
      return { value: await dataset.chunksOf(request.flows) };
    case 'begin':
      await share(dataset, 1);
      try {
        return { value: await dataset.imports.begin() };
      } catch (error) {
        await share(dataset, -1);
        throw error;
      }
    case 'reserve':
      return { value: request.chunks.map((chunks) => dataset.imports.reserve(chunks)) };
    case 'connect':
      return connect(dataset, request.importing);
    case 'putFiles':
      await dataset.imports.putFiles(request.importing, request.files);
      return {};
    case 'finish':
      // One that can't be finished is taken back next.
      ending++;
      await setThreads();
      await dataset.imports.finish(request.importing).finally(() => ending--);
      await share(dataset, -1).catch(() => undefined); // it is finished all the same
      return {};
    case 'rollback':
      await dataset.imports.rollback(request.importing).finally(() => share(dataset, -1));
      return {};
    case 'export':
      cursors.set(++lastNumber, { dataset: request.dataset, parts: dataset.export(request.request) });
      return { value: lastNumber };
    case 'next':
      return { value: await nextPart(request.cursor) };
    case 'stop':
      await cursors.get(request.cursor)?.parts.return(undefined);
      cursors.delete(request.cursor);
      return {};
    case 'parquet':
      return {
        value: await cancellable(id, (start) => dataset.exportParquet(request.request, request.path, start)),
      };
    case 'close':
      await close(request.dataset, dataset);
      return {};
    default:
      return assertNever(request);
  }
}

/** Work that another call may give up: it tells how to interrupt each of its statements before it runs it. */
async function cancellable<T>(id: number, work: (start: (interrupt: () => void) => void) => Promise<T>): Promise<T> {
  const state: { cancelled: boolean; interrupt?: () => void } = { cancelled: false };
  running.set(id, state);
  try {
    return await work((interrupt) => {
      if (state.cancelled) throw new Error('the question was given up');
      state.interrupt = interrupt;
    });
  } finally {
    running.delete(id);
  }
}

/** The next part of an export; undefined behind its last. */
async function nextPart(number: number): Promise<unknown> {
  try {
    const next = await cursors.get(number)?.parts.next();
    if (next === undefined || next.done) cursors.delete(number);
    return next?.value;
  } catch (error) {
    cursors.delete(number);
    throw error;
  }
}

/** Number of an open dataset; a file is opened once, each ':memory:' is its own. */
function open(path: string): Promise<number> {
  const held = path === ':memory:' ? undefined : byPath.get(path);
  if (held) return held;
  const number = ++lastNumber;
  const opened = (closing.get(path) ?? Promise.resolve())
    .then(() => Dataset.open(engine, `d${number}`, path))
    .then((dataset) => {
      datasets.set(number, dataset);
      return number;
    });
  if (path !== ':memory:') {
    byPath.set(path, opened);
    opened.catch(() => byPath.delete(path));
  }
  return opened;
}

/** Who opens the file anew waits until it is closed. */
async function close(number: number, dataset: Dataset): Promise<void> {
  const { path } = dataset;
  datasets.delete(number);
  byPath.delete(path);
  const parts = [...cursors].filter(([, cursor]) => cursor.dataset === number);
  for (const [cursor] of parts) cursors.delete(cursor);
  dataset.interruptExports();
  const ended = Promise.allSettled(parts.map(([, cursor]) => cursor.parts.return(undefined)))
    .then(() => dataset.close())
    .finally(async () => {
      for (let left = importing.get(dataset) ?? 0; left > 0; left--) await share(dataset, -1);
    });
  if (path !== ':memory:') {
    const settled = ended.catch(() => undefined).finally(() => closing.delete(path));
    closing.set(path, settled);
  }
  await ended;
}

/** A link for a decode worker: its deliveries are appended as they come. */
function connect({ imports }: Dataset, importing: number): Served {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const port = imports.connect(importing, ++lastNumber);
  let names: CodeNames = { apps: [], services: [], categories: [], stacks: [] };
  let isFailed = false;
  const post = (receipt: Receipt, transfer: ArrayBuffer[] = []) => {
    port1.postMessage(receipt, transfer);
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  };
  const fail = (error: unknown) => {
    isFailed = true;
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  };
  port1.on('message', (delivery: Delivery) => {
    if (isFailed) return;
    try {
      switch (delivery.kind) {
        case 'codes':
          names = { ...delivery, stacks: names.stacks };
          break;
        case 'flows':
          imports.append(port, delivery.batch, { ...names, stacks: delivery.stacks }, delivery.widthMs);
          post({ kind: 'empty', batch: delivery.batch, open: false }, buffersOf(delivery.batch));
          break;
        case 'open':
          imports.appendOpen(
            port,
            delivery.batch,
            { ...names, stacks: delivery.stacks },
            delivery.widthMs,
            delivery.first,
            delivery.last,
          );
          post({ kind: 'empty', batch: delivery.batch, open: true }, buffersOf(delivery.batch));
          break;
        case 'done':
          post({ kind: 'done' });
          break;
        default:
          imports.note(importing, delivery, names)?.catch(fail);
      }
    } catch (error) {
      fail(error);
    }
  });
  return { value: { port: port2, signal } satisfies StoreLink, transfer: [port2] };
}
