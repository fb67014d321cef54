/**
 * PCAP-over-IP (as Wireshark, NetworkMiner, Arkime and PolarProxy speak it): a TCP connection over which a capture file comes, header
 * first, for as long as somebody captures. The same address checks as for links hold.
 */
import net from 'node:net';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { type Endpoint, type Resolve, reachable, resolveBySystem } from '../url/host.ts';

export interface StreamTarget {
  /** without brackets */
  readonly host: string;
  readonly port: number;
  readonly shown: string;
  readonly name: string;
}

export interface StreamOptions {
  /** given up with everything that came */
  readonly signal: AbortSignal;
  /** ended here, with everything that came kept */
  readonly enough?: AbortSignal;
  readonly allowed?: readonly IpRange[];
  readonly resolve?: Resolve;
  /** patience for the connection, and then for the first byte, which is the header's */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 30_000;
/** A peer that went without a word is found out by TCP after this silence; one that has nothing to tell is not. */
const KEEP_ALIVE_MS = 30_000;

export const isStreamAddress = (text: string): boolean => /^\s*(tcp|pcap-over-ip):\/\//i.test(text);

/** tcp://host:port. AppError URL_REFUSED: what is wrong, in words. */
export function streamTargetOf(text: string): StreamTarget {
  const trimmed = text.trim();
  const found = /^(?:tcp|pcap-over-ip):\/\/(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253}):(\d{1,5})\/?$/i.exec(trimmed);
  const port = Number(found?.[2]);
  if (found === null || port === 0 || port > 65_535) {
    const url = trimmed
      .replace(/[?#].*$/s, '')
      .replace(/\p{Cc}/gu, '')
      .replace(/\/\/[^/]*@/, '//')
      .slice(0, 300);
    throw new AppError('URL_REFUSED', { url, reason: 'an address of a stream looks like tcp://192.0.2.7:57012' });
  }
  const host = found[1]!.replace(/^\[|\]$/g, '').toLowerCase();
  return { host, port, shown: `tcp://${found[1]!.toLowerCase()}:${port}`, name: `${host} port ${port}` };
}

/**
 * What comes, in order; held back while the reader is busy. Ends when the peer ends, and also when the connection breaks after the
 * first byte: what came is a capture all the same. AppError URL_REFUSED, URL_FAILED before that.
 */
export async function* streamFrom(target: StreamTarget, options: StreamOptions): AsyncGenerator<Uint8Array> {
  const { signal, allowed = [], resolve = resolveBySystem, patienceMs = PATIENCE_MS } = options;
  const endpoints = await reachable(target.host, target.shown, resolve, allowed);
  const socket = await connected(target, endpoints, signal, patienceMs);
  let bytes = 0;
  const end = (): void => void socket.destroy();
  options.enough?.addEventListener('abort', end, { once: true });
  try {
    for await (const piece of socket as AsyncIterable<Buffer>) {
      if (bytes === 0) socket.setTimeout(0);
      bytes += piece.length;
      yield piece;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (bytes === 0) throw new AppError('URL_FAILED', { url: target.shown, reason: wordsOf(error) });
    return;
  } finally {
    options.enough?.removeEventListener('abort', end);
    socket.destroy();
  }
  signal.throwIfAborted();
  if (bytes === 0)
    throw new AppError('URL_FAILED', { url: target.shown, reason: 'the connection was ended before anything came' });
}

/** The first of the checked addresses that answers; nothing is resolved again. */
async function connected(
  { port, shown }: StreamTarget,
  endpoints: readonly Endpoint[],
  signal: AbortSignal,
  patienceMs: number,
): Promise<net.Socket> {
  let last: unknown;
  for (const { address, family } of endpoints) {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
    const socket = net.connect({ host: address, family, port, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
    const giveUp = (): void => void socket.destroy(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', giveUp));
    socket.setTimeout(patienceMs, () => socket.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })));
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
    try {
      await promise;
      // From here on the reader hears of errors.
      return socket;
    } catch (error) {
      socket.destroy();
      last = error;
    }
  }
  signal.throwIfAborted();
  throw new AppError('URL_FAILED', { url: shown, reason: wordsOf(last) });
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there (connection refused)',
  ECONNRESET: 'the connection was lost',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network of the host',
  ETIMEDOUT: 'nothing comes from there',
};

function wordsOf(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return WORDS[code] ?? `the connection failed${code === '' ? '' : ` (${code})`}`;
}
