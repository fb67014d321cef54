/** Starts the server on a data directory and keeps it until the user stops it. */
import { mkdirSync } from 'node:fs';
import pino from 'pino';
import { Capscope } from '#app/capscope.ts';
import { SERVING_ENGINE } from '#app/engine.ts';
import { createServer, listen } from '#server/server.ts';
import { chosenDataDir } from './data-dir-option.ts';
import { fetchOptions } from './fetch-options.ts';
import { readPort } from './usage.ts';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 9877;

export const SERVER_OPTIONS = {
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  'data-dir': { type: 'string' },
  'allow-net': { type: 'string' },
  'allow-capture': { type: 'boolean' },
  'no-browser': { type: 'boolean' },
} as const;

export interface ServerChoices {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly 'data-dir'?: string | undefined;
  readonly 'allow-net'?: string | undefined;
  readonly 'allow-capture'?: boolean | undefined;
}

export interface ServerExtras {
  /** whatever the user chose */
  readonly mayCapture?: boolean;
  /** before the server ends on a signal */
  readonly beforeStop?: () => Promise<void>;
}

const MAY_NOT_CAPTURE =
  'this Capscope may not capture on the interfaces of its machine: start it with --allow-capture, or run: capscope live';

export interface RunningServer {
  readonly app: Capscope;
  /** http://127.0.0.1:9877 */
  readonly address: string;
  close(): Promise<void>;
}

/** What ends a group of processes tells each, and `npm start` passes it on as well. */
const SAME_SIGNAL_MS = 500;

/** AppError: DATA_DIR_IN_USE, PORT_IN_USE, FORBIDDEN. SIGINT and SIGTERM end the process in good order. */
export async function startServer(
  choices: ServerChoices,
  { mayCapture = false, beforeStop }: ServerExtras = {},
): Promise<RunningServer> {
  const host = choices.host ?? DEFAULT_HOST;
  const port = readPort(choices.port, DEFAULT_PORT);
  const dir = chosenDataDir(choices['data-dir']);
  const logger = pino({ level: process.env.CAPSCOPE_LOG ?? 'warn' }, pino.destination({ dest: 2, sync: true }));
  mkdirSync(dir, { recursive: true });

  const app = new Capscope({
    dir,
    ...SERVING_ENGINE,
    ...fetchOptions(choices['allow-net']),
    watched: true,
    captureForbidden: mayCapture || choices['allow-capture'] === true ? undefined : MAY_NOT_CAPTURE,
    onBug: (error) => logger.error(error),
  });
  const server = createServer({ app, logger });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= server
      .close()
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => app.close());
    return closed;
  };
  let stoppingAt: number | undefined;
  const stop = async (status: number): Promise<void> => {
    if (stoppingAt !== undefined) {
      // A second signal does not wait for the first one's work, but one that was told twice is no second.
      if (performance.now() - stoppingAt > SAME_SIGNAL_MS) process.exit(status);
      return;
    }
    stoppingAt = performance.now();
    await beforeStop?.();
    await close().catch((error: unknown) => logger.error(error));
    process.exit(status);
  };
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  if (process.platform !== 'win32') process.on('SIGHUP', () => void stop(0));
  try {
    const listening = await listen(server, host, port);
    app.announce(listening);
    const name = host.includes(':') ? `[${host}]` : host;
    return { app, address: `http://${name}:${listening}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}
