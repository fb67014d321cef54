/**
 * `node scripts/measure-live.ts [--seconds 60] [--megabits 1000] [--senders 1] [--keep-gigabytes 8] [--flows 2000] [--tls] [--times 1]`: PCAP-over-IP
 * at a given speed into a server of its own on a fresh data directory. Prints each second the bytes sent, how many wait to be decoded
 * and the server's memory; at the end whether every packet is counted, wall and CPU time a GB, and how busy the machine was besides.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { parseArgs } from 'node:util';

const root = new URL('..', import.meta.url).pathname;
const [MEGA, GIGA] = [1e6, 1e9];
const BLOCK_PACKETS = 65_536;

interface Sending {
  readonly port: number;
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly flows: number;
  readonly sender: number;
  readonly tls: boolean;
  /** the packets' clock runs so many times as fast: hours of traffic in minutes */
  readonly times: number;
}

/** In a process of its own: it must not slow down who measures. */
async function send({ port, bytes, bytesPerSecond, flows, sender, tls: isTls, times }: Sending): Promise<void> {
  const socket = isTls
    ? tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
    : net.connect({ host: '127.0.0.1', port });
  await new Promise((resolve) => socket.once(isTls ? 'secureConnect' : 'connect', resolve));
  const header = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
  socket.write(header);
  const { block, ends } = blockOf(flows, sender);
  const began = performance.now();
  const epochMs = Date.now();
  let [sent, packets, before] = [header.length, 0, 0];
  for (let round = 0; sent < bytes; round++) {
    // A second block while the first is still on its way.
    const own = Buffer.from(block);
    const now = performance.now() - began;
    stamp(own, ends, epochMs + now * times, Math.max(0.001, ((now - before) * times) / ends.length), round);
    before = now;
    for (let from = 0; from < ends.length && sent < bytes; ) {
      const to = Math.min(ends.length, from + 1024);
      const piece = own.subarray(from === 0 ? 0 : ends[from - 1]!, ends[to - 1]!);
      packets += to - from;
      from = to;
      sent += piece.length;
      if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
      const aheadMs = (sent / bytesPerSecond) * 1000 - (performance.now() - began);
      if (aheadMs > 2) await sleep(aheadMs);
      process.send?.({ sent, packets });
    }
  }
  await new Promise<void>((resolve) => socket.end(resolve));
  process.send?.({ sent, packets, done: true });
  process.disconnect?.();
}

/** Packets of the sizes that links carry: small ones, full ones, and some between. */
function blockOf(flows: number, sender: number): { readonly block: Buffer; readonly ends: Uint32Array } {
  const ends = new Uint32Array(BLOCK_PACKETS);
  const parts: Buffer[] = [];
  let at = 0;
  for (let n = 0; n < BLOCK_PACKETS; n++) {
    const length = n % 3 === 0 ? 66 : n % 7 === 0 ? 590 : 1514;
    const flow = (n * 7919) % flows;
    const record = Buffer.alloc(16 + length);
    record.writeUInt32LE(length, 8);
    record.writeUInt32LE(length, 12);
    const frame = record.subarray(16);
    frame.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00, 0x45, 0]);
    frame.writeUInt16BE(length - 14, 16);
    frame.set([64, 17], 22);
    frame.set([10, sender, flow >> 8, flow & 255], 26);
    frame.set([192, 0, 2, flow % 200], 30);
    frame.writeUInt16BE(1024 + (flow % 60_000), 34);
    frame.writeUInt16BE(40_000 + (flow % 50), 36);
    frame.writeUInt16BE(length - 34, 38);
    for (let byte = 42; byte < length; byte++) frame[byte] = (byte * 31 + n) & 0xff;
    parts.push(record);
    at += record.length;
    ends[n] = at;
  }
  return { block: Buffer.concat(parts), ends };
}

/** Times, and ports that change with each round: flows end and others begin. */
function stamp(block: Buffer, ends: Uint32Array, ms: number, stepMs: number, round: number): void {
  for (let n = 0, at = 0; n < ends.length; at = ends[n++]!) {
    const us = Math.floor((ms + n * stepMs) * 1000);
    block.writeUInt32LE(Math.floor(us / 1e6), at);
    block.writeUInt32LE(us % 1e6, at + 4);
    block.writeUInt16BE(1024 + ((block.readUInt16BE(at + 16 + 34) + round * 17) % 60_000), at + 16 + 34);
  }
}

async function measure(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      megabits: { type: 'string', default: '1000' },
      senders: { type: 'string', default: '1' },
      'keep-gigabytes': { type: 'string', default: '8' },
      flows: { type: 'string', default: '2000' },
      tls: { type: 'boolean', default: false },
      times: { type: 'string', default: '1' },
      main: { type: 'string', default: join(root, 'dist/cli/main.js') },
    },
  });
  const seconds = Number(values.seconds);
  const senders = Number(values.senders);
  const bytesPerSecond = (Number(values.megabits) * MEGA) / 8;
  const dir = mkdtempSync(join(tmpdir(), 'capscope-measure-'));
  const server = spawn(process.execPath, [values.main, 'serve', '--port', '0', '--data-dir', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const children: ChildProcess[] = [];
  try {
    const address = await new Promise<string>((resolve) => {
      server.stdout.on('data', (text: Buffer) => {
        const found = /http:\S+/.exec(text.toString());
        if (found !== null) resolve(found[0]);
      });
    });
    const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const response = await fetch(address + path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
      return (await response.json()) as T;
    };
    interface Job {
      readonly id: string;
      readonly state: string;
      readonly packets: number;
      readonly bytesRead: number;
      readonly error?: string;
      readonly warnings: readonly string[];
      readonly live?: { readonly address: string; readonly heldBack: boolean };
    }
    const dataset = await call<{ id: string }>('POST', '/api/datasets', { name: 'measure' });
    const job = await call<Job>('POST', `/api/datasets/${dataset.id}/listen`, {
      port: 0,
      tls: values.tls ? 'own' : 'none',
      keepBytes: Number(values['keep-gigabytes']) * GIGA,
    });
    const port = Number(/\d+$/.exec(job.live!.address)![0]);
    const cpuBefore = cpuSeconds(server.pid!);
    const busyBefore = busySeconds();
    const began = performance.now();
    const told = new Array(senders).fill({ sent: 0, packets: 0 }) as {
      sent: number;
      packets: number;
      done?: boolean;
    }[];
    for (let sender = 0; sender < senders; sender++) {
      const child = fork(import.meta.filename, ['send'], { serialization: 'advanced' });
      children.push(child);
      child.on('message', (message) => {
        told[sender] = message as (typeof told)[number];
      });
      const share = bytesPerSecond / senders;
      child.send({
        port,
        bytes: share * seconds,
        bytesPerSecond: share,
        flows: Number(values.flows),
        sender,
        tls: values.tls,
        times: Number(values.times),
      });
    }
    const sum = (of: (one: (typeof told)[number]) => number): number => told.reduce((all, one) => all + of(one), 0);
    const memory: number[] = [];
    let sentAt = 0;
    for (let now = job; ; ) {
      await sleep(1000);
      now = (await call<Job[]>('GET', '/api/jobs')).find(({ id }) => id === job.id)!;
      memory.push(residentMegabytes(server.pid!));
      const elapsed = (performance.now() - began) / 1000;
      const [sent, packets] = [sum((one) => one.sent), sum((one) => one.packets)];
      const isSent = told.every(({ done }) => done);
      if (isSent && sentAt === 0) sentAt = elapsed;
      console.log(
        `${elapsed.toFixed(0).padStart(4)} s  sent ${(sent / GIGA).toFixed(2)} GB  decoded ${now.packets} of ${packets} packets  memory ${memory.at(-1)!.toFixed(0)} MB${now.live?.heldBack ? '  senders wait' : ''}  load ${loadavg()[0]!.toFixed(1)}`,
      );
      if (now.state !== 'running' || (isSent && now.packets >= packets)) break;
    }
    const decodedAt = (performance.now() - began) / 1000;
    const ended = await call<Job>('POST', `/api/jobs/${job.id}/finish`);
    const cpu = cpuSeconds(server.pid!) - cpuBefore;
    const others = busySeconds() - busyBefore - cpu;
    const [sent, packets] = [sum((one) => one.sent), sum((one) => one.packets)];
    const card = await call<{ packets: number; flows: number }>('GET', `/api/datasets/${dataset.id}`);
    const settled = memory.slice(Math.min(15, memory.length >> 2));
    const gigabytes = sent / GIGA;
    console.log(`state        ${ended.state} ${ended.error ?? ''} ${ended.warnings.join('; ')}`);
    console.log(
      `packets      sent ${packets}, counted ${card.packets}: ${card.packets === packets ? 'nothing lost' : 'LOST'}; flows ${card.flows}`,
    );
    console.log(
      `sent         ${gigabytes.toFixed(2)} GB in ${sentAt.toFixed(1)} s = ${((sent * 8) / sentAt / GIGA).toFixed(3)} Gbit/s, all decoded after ${decodedAt.toFixed(1)} s`,
    );
    console.log(
      `CPU          ${(cpu / gigabytes).toFixed(2)} s a GB (server); others on this machine used ${others.toFixed(0)} s meanwhile`,
    );
    console.log(
      `memory       ${Math.min(...settled).toFixed(0)} to ${Math.max(...settled).toFixed(0)} MB after the first seconds; at the end ${memory.at(-1)!.toFixed(0)} MB`,
    );
    process.exitCode = card.packets === packets && ended.state === 'done' ? 0 : 1;
  } finally {
    for (const child of children) child.kill();
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(dir, { recursive: true, force: true });
  }
}

/** proc(5), in ticks of 10 ms */
function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** of all processors, but for idling */
function busySeconds(): number {
  const [user, nice, system, , , irq, softirq] = /^cpu\s+(.*)/
    .exec(readFileSync('/proc/stat', 'latin1'))![1]!
    .split(' ')
    .map(Number) as number[];
  return (user! + nice! + system! + irq! + softirq!) / 100;
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))![1]) / 1024;
}

if (process.argv[2] === 'send') process.once('message', (message) => void send(message as Sending));
else await measure();
