/** The server as users run it, in a process of its own that can be killed and started again on the same data, and a way to it that can be cut. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Dataset, Job } from '#app/model.ts';
import { LAUNCHER } from './command.ts';

const LOOK_MS = 10;
/** Asking a hundred times a second took a tenth of what was measured. */
const END_LOOK_MS = 50;

export interface Served {
  readonly port: number;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** kill -9 */
  kill(): Promise<void>;
  /** Tells it to end, and tells it again, as a terminal and `npm start` both do; its exit status. */
  end(): Promise<number | null>;
  /** on the same port and data */
  start(): Promise<void>;
  /** resident memory in MB; 0 where the system does not tell */
  rssMb(): number;
}

export async function openServed(dir: string, options: readonly string[] = []): Promise<Served> {
  const port = await freePort();
  let child = await serve(dir, port, options);
  return {
    port,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const json =
        body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...json });
      const answer = (await response.json()) as T;
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
      return answer;
    },
    async kill() {
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await gone;
    },
    async end() {
      const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await sleep(LOOK_MS);
      child.kill('SIGTERM');
      return gone;
    },
    async start() {
      child = await serve(dir, port, options);
    },
    rssMb: () => rssOf(child),
  };
}

/** The job once it has ended, or waits for the user. */
export async function settled(served: Served, id: string): Promise<Job> {
  for (;;) {
    const job = (await served.call<Job[]>('GET', '/api/jobs')).find((one) => one.id === id);
    if (job === undefined) throw new Error(`there is no job ${id}`);
    if (!['waiting', 'running'].includes(job.state)) return job;
    await sleep(END_LOOK_MS);
  }
}

/** Waits until the job has read or received a part of its bytes, or has ended. */
export async function reached(served: Served, id: string, part: number): Promise<Job> {
  for (;;) {
    const job = (await served.call<Job[]>('GET', '/api/jobs')).find((one) => one.id === id);
    if (job === undefined) throw new Error(`there is no job ${id}`);
    const bytes = Math.max(job.bytesRead, job.bytesReceived ?? 0);
    if ((part === 0 || bytes > 0) && bytes >= part * (job.bytesTotal ?? 0)) return job;
    if (!['waiting', 'running'].includes(job.state)) return job;
    await sleep(LOOK_MS);
  }
}

export interface Content {
  readonly packets: number;
  readonly bytes: number;
  readonly flows: number;
  readonly files: number;
  /** count and hash of all flows with all their fields, in any order; without their numbers */
  readonly rows: string;
}

/** All that a dataset holds, to be compared with another that should hold the same. */
export async function contentOf(served: Served, id: string): Promise<Content> {
  let dataset: Dataset;
  do {
    dataset = await served.call<Dataset>('GET', `/api/datasets/${id}`);
    if (dataset.importing) await sleep(LOOK_MS);
  } while (dataset.importing);
  const { packets, bytes, flows, fileCount: files } = dataset;
  const dir = mkdtempSync(join(tmpdir(), 'capscope-content-'));
  try {
    const path = join(dir, 'flows.parquet');
    // fetch gives up after five minutes without a header; on a busy machine a million flows may take longer.
    const answer = http.get(`http://127.0.0.1:${served.port}/api/datasets/${id}/flows.parquet`);
    const [response] = (await once(answer, 'response')) as [http.IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`flows.parquet: ${response.statusCode}`);
    await pipeline(response, createWriteStream(path));
    return { packets, bytes, flows, files, rows: await sumOfRows(path) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Rows may come in another order: the sum of their hashes is that of the set. */
async function sumOfRows(path: string): Promise<string> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const rows = `(SELECT COLUMNS(* EXCLUDE (id)) FROM read_parquet('${path}'))`;
    const sum = `SELECT count(*) || ' ' || sum(hash(r)) || ' ' || sum(hash(r, 1)) AS sum FROM ${rows} r`;
    const reader = await connection.runAndReadAll(sum);
    return String(reader.getRowObjects()[0]!.sum);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export async function sha256Of(path: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) sum.update(piece as Buffer);
  return sum.digest('hex');
}

function serve(dir: string, port: number, options: readonly string[]): Promise<ChildProcess> {
  const args = ['serve', '--port', String(port), '--data-dir', dir, '--no-browser', ...options];
  const server = spawn(LAUNCHER, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout.on('data', (piece: Buffer) => {
      if (/http:/.test(piece.toString())) resolve(server);
    });
  });
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Of the launcher's child where it has one. */
function rssOf(server: ChildProcess): number {
  try {
    const of = (pid: number): number =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1000;
    const text = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'latin1');
    return Math.max(of(server.pid!), ...text.split(' ').filter(Boolean).map(Number).map(of));
  } catch {
    return 0;
  }
}

export interface Proxy {
  readonly port: number;
  /** Breaks all connections, and lets nobody through for so long. */
  cut(downMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A proxy of TCP to a port of this machine. */
export async function openProxy(to: number): Promise<Proxy> {
  const open = new Set<net.Socket>();
  let isDown = false;
  const server = net.createServer((inner) => {
    if (isDown) return void inner.destroy();
    const outer = net.connect(to, '127.0.0.1');
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as net.AddressInfo).port,
    async cut(downMs) {
      isDown = true;
      breakAll();
      await sleep(downMs);
      isDown = false;
    },
    async close() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
