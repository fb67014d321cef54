/**
 * Listens for senders of PCAP-over-IP: each connection brings a capture, header first, over TCP or TLS. With a token, the first
 * line of a connection must be it. Bounded: connections, the time to speak, the length of that line.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import net, { type AddressInfo, BlockList, type Socket } from 'node:net';
import tls from 'node:tls';
import { AppError } from '#base/errors.ts';
import type { Intake, Sender } from '../intake/intake.ts';
import type { ListenOptions } from '../intake/protocol.ts';

/** Time to connect, to say the token and the first bytes. */
const PATIENCE_MS = 30_000;
/** A peer that went without a word is found out after this silence. */
const KEEP_ALIVE_MS = 30_000;
const MAX_TOKEN_BYTES = 512;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** hex */
export const tokenHashOf = (token: string | Uint8Array, salt: string): string =>
  createHash('sha256').update(salt).update(token).digest('hex');

export interface Listening {
  readonly port: number;
  /** Ends all connections; what came is kept. */
  close(): Promise<void>;
}

/** AppError USAGE when it can't listen there. `note`: a line for people. */
export async function listenForSenders(
  options: ListenOptions,
  intake: Intake,
  note: (text: string) => void,
): Promise<Listening> {
  const sockets = new Set<Socket>();
  const allowed = allowedFrom(options.from);
  const take = (socket: Socket): void => {
    const peer = peerOf(socket);
    if (sockets.size >= options.maxSenders) {
      note(`${peer}: refused, as ${options.maxSenders} senders are connected already`);
      return void socket.destroy();
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    new Connection(socket, peer, options, intake, note);
  };
  const isAllowed = (socket: Socket): boolean => {
    if (allowed === undefined) return true;
    const address = plainAddress(socket.remoteAddress);
    return allowed.check(address, net.isIPv6(address) ? 'ipv6' : 'ipv4');
  };
  const server =
    options.tls === undefined
      ? net.createServer()
      : tls.createServer({ ...options.tls, minVersion: 'TLSv1.2', handshakeTimeout: PATIENCE_MS });
  server.maxConnections = 2 * options.maxSenders;
  server.on('connection', (socket: Socket) => {
    // Before a handshake is spent on it.
    if (isAllowed(socket)) return;
    note(`${peerOf(socket)}: refused, as it is in none of the networks that senders may come from`);
    socket.destroy();
  });
  server.on(options.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    if (!socket.destroyed) take(socket);
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    socket.destroy();
    const speaksPlain = error.code === 'ERR_SSL_WRONG_VERSION_NUMBER' || error.code === 'ERR_SSL_HTTP_REQUEST';
    const reason = speaksPlain ? 'it does not speak TLS, and only TLS is taken here' : (error.code ?? 'no handshake');
    note(`${peerOf(socket)}: refused: ${reason}`);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: options.host, port: options.port }, resolve);
  try {
    await promise;
  } catch (error) {
    throw new AppError('USAGE', { message: wordsOf(error as NodeJS.ErrnoException, options) });
  }
  server.on('error', (error) => note(`the port cannot take a connection: ${error.message}`));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

class Connection {
  readonly #socket: Socket;
  readonly #peer: string;
  readonly #options: ListenOptions;
  readonly #intake: Intake;
  readonly #note: (text: string) => void;
  #sender: Sender | undefined;
  #line: Buffer = Buffer.alloc(0);
  #reason: string | undefined;
  /** for the token */
  #patience: NodeJS.Timeout | undefined;

  constructor(socket: Socket, peer: string, options: ListenOptions, intake: Intake, note: (text: string) => void) {
    this.#socket = socket;
    this.#peer = peer;
    this.#options = options;
    this.#intake = intake;
    this.#note = note;
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.setTimeout(PATIENCE_MS, () => this.#silent());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#reason ??=
        error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'the connection was lost' : error.message;
    });
    socket.once('close', () => this.#sender?.end(this.#reason));
    socket.on('data', (piece: Buffer) => this.#take(piece));
    if (options.token === undefined) this.#begin();
    else {
      // In all: one byte now and then would hold a place for ever.
      const patience = setTimeout(() => this.#silent(), PATIENCE_MS);
      socket.once('close', () => clearTimeout(patience));
      this.#patience = patience;
    }
  }

  #begin(): void {
    const socket = this.#socket;
    clearTimeout(this.#patience);
    this.#sender = this.#intake.open(this.#peer, {
      hold: () => {
        socket.pause();
        // It is silent because we do not listen.
        socket.setTimeout(0);
      },
      release: () => {
        socket.setTimeout(this.#options.idleMs);
        socket.resume();
      },
      close: () => socket.destroy(),
    });
  }

  #take(piece: Buffer): void {
    if (this.#sender !== undefined) {
      this.#give(piece);
      return;
    }
    const line = Buffer.concat([this.#line, piece]);
    const end = line.indexOf(NEWLINE);
    if (end < 0 && line.length <= MAX_TOKEN_BYTES) {
      this.#line = line;
      return;
    }
    const said = line.subarray(0, Math.max(0, line[end - 1] === RETURN ? end - 1 : end));
    const { salt, hash } = this.#options.token!;
    const isToken = timingSafeEqual(Buffer.from(tokenHashOf(said, salt)), Buffer.from(hash));
    if (end < 0 || end > MAX_TOKEN_BYTES || !isToken) {
      this.#note(`${this.#peer}: refused, as its first line is not the token`);
      return void this.#socket.destroy();
    }
    this.#begin();
    if (end + 1 < line.length) this.#give(line.subarray(end + 1));
  }

  #give(piece: Buffer): void {
    const socket = this.#socket;
    if (socket.timeout === PATIENCE_MS) socket.setTimeout(this.#options.idleMs);
    this.#sender!.push(piece);
  }

  #silent(): void {
    const seconds = Math.round((this.#socket.timeout ?? 0) / 100) / 10;
    if (this.#sender === undefined) this.#note(`${this.#peer}: refused, as it said no token within ${seconds} s`);
    this.#reason = `ended, as nothing came for ${seconds} s`;
    this.#socket.destroy();
  }
}

function allowedFrom(networks: readonly string[]): BlockList | undefined {
  if (networks.length === 0) return undefined;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = net.isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return list;
}

const plainAddress = (address = ''): string => address.replace(/^::ffff:(?=\d+\.)/, '');

function peerOf(socket: Socket): string {
  const address = plainAddress(socket.remoteAddress);
  return address === '' ? 'a sender' : `${address} port ${socket.remotePort}`;
}

function wordsOf({ code, message }: NodeJS.ErrnoException, { host, port }: ListenOptions): string {
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is taken by another program; choose another`;
  if (code === 'EACCES') return `port ${port} needs more rights than this user has; choose one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is no address of this machine`;
  return `listening on ${host} port ${port} failed: ${message}`;
}
