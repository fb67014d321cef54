import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { joined, pcapBytes } from '#capture/testing.ts';
import { openReader } from './file-reader.ts';
import { GrowingState } from './growing-state.ts';
import { spool } from './spool.ts';

const folder = mkdtempSync(join(tmpdir(), 'capscope-spool-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CAPTURE = pcapBytes(Array.from({ length: 50 }, (_, i) => ({ sec: i, data: new Uint8Array(i * 20) })));

async function* slowly(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    yield bytes.subarray(at, at + step);
    await pause(1);
  }
}

/** Counts the packets of a growing file in a worker thread. */
function readInWorker(
  path: string,
  state: GrowingState,
): Promise<{ packets?: number; fault?: string; error?: string }> {
  const code = `
    import { parentPort, workerData } from 'node:worker_threads';
    import { openCaptureReader } from ${JSON.stringify(new URL('./capture-reader.ts', import.meta.url).href)};
    let result;
    try {
      const reader = openCaptureReader(workerData);
      let packets = 0;
      while (reader.next()) packets += reader.packets.length;
      result = { packets, fault: reader.fault?.reason };
    } catch (error) { result = { error: error.message }; }
    parentPort.postMessage(result);`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData: { kind: 'growing', path, state: state.shared },
  });
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

test('a stream is on disk as it came, with its size and hash', async () => {
  const path = join(folder, 'plain');
  const seen: number[] = [];
  const spooled = await spool(Readable.from(['abc', Buffer.from('def')]), path, {
    onProgress: (bytes) => seen.push(bytes),
  });
  expect(readFileSync(path, 'utf8')).toBe('abcdef');
  expect(spooled).toEqual({ bytes: 6, sha256: createHash('sha256').update('abcdef').digest('hex') });
  expect(seen).toEqual([3, 6]);
});

test('a worker reads the capture while it is still being written', async () => {
  const path = join(folder, 'growing.pcap');
  const state = new GrowingState();
  const writing = spool(slowly(CAPTURE, 997), path, { state });
  expect(await readInWorker(path, state)).toEqual({ packets: 50 });
  await writing;
  expect(state.bytesWritten).toBe(CAPTURE.length);
});

test('a transfer that breaks is told to the readers, removes the file, and says why', async () => {
  const path = join(folder, 'broken.pcap');
  const state = new GrowingState();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield CAPTURE.subarray(0, 1000);
    await pause(300);
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  }
  const writing = spool(broken(), path, { state, name: 'upload.pcap' }).catch((error: Error) => error.message);
  while (!existsSync(path)) await pause(1);
  expect(await readInWorker(path, state)).toEqual({ error: `${path}: the connection was lost` });
  expect(await writing).toBe('upload.pcap: the connection was lost');
  expect(existsSync(path)).toBe(false);
});

test('a transfer can be cancelled even while its stream is silent', async () => {
  const path = join(folder, 'cancelled.pcap');
  const state = new GrowingState();
  const cancel = new AbortController();
  const silent = new Readable({ read: () => undefined });
  const writing = spool(silent, path, { state, signal: cancel.signal });
  setTimeout(() => cancel.abort(new Error('enough')), 20);
  await expect(writing).rejects.toThrow('enough');
  expect(state.failure).toBe('the transfer was cancelled');
  expect(existsSync(path)).toBe(false);
});

test('a stream above the limit is refused', async () => {
  const path = join(folder, 'long.pcap');
  await expect(spool(slowly(joined(CAPTURE, CAPTURE), 4096), path, { maxBytes: CAPTURE.length })).rejects.toThrow(
    `it is longer than ${CAPTURE.length} bytes`,
  );
  expect(existsSync(path)).toBe(false);
});

test('a capture of which a window is kept is read whole, and its file stays small', async () => {
  const path = join(folder, 'window');
  const state = new GrowingState();
  const reading = readInWorker(path, state);
  const spooled = await spool(Readable.from(slowly(CAPTURE, 900)), path, { state, window: 2000 });
  expect(spooled.bytes).toBe(CAPTURE.length);
  expect(CAPTURE.length).toBeGreaterThan(20_000);
  expect(await reading).toEqual({ packets: 50 });
  expect(readFileSync(path).length).toBe(2000);
});

test('a capture whose end must be known is kept whole all the same', async () => {
  const path = join(folder, 'netmon');
  const bytes = new Uint8Array(5000);
  bytes.set([0x47, 0x4d, 0x42, 0x55, 0, 2]); // "GMBU" 2.0
  await spool(Readable.from([bytes]), path, { window: 2000 });
  expect(readFileSync(path).length).toBe(5000);
});

test('who only looks sees the first bytes and leaves them to the reader', async () => {
  const path = join(folder, 'looked');
  const state = new GrowingState();
  const spooled = spool(Readable.from(slowly(CAPTURE, 900)), path, { state, window: 2000 });
  await state.beyond(1999);
  const look = openReader({ kind: 'growing', path, state: state.shared }, 0, undefined, true);
  const seen = new Uint8Array(4000);
  let at = 0;
  for (let count = 1; count > 0; at += count) count = look.read(seen, at, seen.length - at);
  look.close();
  expect(at).toBe(2000);
  expect(Buffer.from(seen.subarray(0, at)).equals(Buffer.from(CAPTURE.subarray(0, at)))).toBe(true);
  expect(await readInWorker(path, state)).toEqual({ packets: 50 });
  await spooled;
});
