import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readBytes, readSeconds } from '../amounts.ts';
import { STANDING_OPTIONS, stand } from '../standing.ts';
import { readArguments, usage } from '../usage.ts';

/** What Wireshark, NetworkMiner and PolarProxy use for PCAP-over-IP. */
const USUAL_PORT = '57012';

/** Takes what senders of PCAP-over-IP bring, and shows it while they are connected, until Ctrl-C. */
export async function listen(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...STANDING_OPTIONS,
    tls: { type: 'boolean' },
    cert: { type: 'string' },
    key: { type: 'string' },
    'token-file': { type: 'string' },
    from: { type: 'string' },
    idle: { type: 'string' },
    keep: { type: 'string' },
    'keep-time': { type: 'string' },
  });
  if (positionals.length > 1)
    throw usage('capscope listen takes one address: 57012, or 0.0.0.0:57012 for all of this machine');
  const { host, port } = readAddress(positionals[0] ?? USUAL_PORT);
  if ((values.cert === undefined) !== (values.key === undefined)) throw usage('--cert and --key belong together');
  const token = readToken(values['token-file']);
  const keepBytes = readBytes(values.keep, 'keep');
  const keepSeconds = readSeconds(values['keep-time'], 'keep-time');
  const idleSeconds = readSeconds(values.idle, 'idle');
  const isTls = values.tls === true || values.cert !== undefined;
  await stand(
    {
      kind: 'listen',
      host,
      port,
      tls:
        values.cert !== undefined && values.key !== undefined
          ? { cert: resolve(values.cert), key: resolve(values.key) }
          : values.tls
            ? 'own'
            : 'none',
      from: (values.from ?? '')
        .split(',')
        .map((text) => text.trim())
        .filter((text) => text !== ''),
      ...(token === undefined ? {} : { token }),
      ...(keepBytes === undefined ? {} : { keepBytes }),
      ...(keepSeconds === undefined ? {} : { keepMs: keepSeconds * 1000 }),
      ...(idleSeconds === undefined ? {} : { idleSeconds }),
    },
    `Port ${port}`,
    values,
    ({ live }) => [
      `Listening on ${live?.address ?? `${host}:${port}`}, ${isTls ? 'TLS only' : 'without TLS'}${token === undefined ? '' : ', with a token'}`,
      ...(live?.fingerprint === undefined ? [] : [`Certificate SHA-256 ${live.fingerprint}`]),
    ],
  );
}

function readAddress(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits = ''] = /^(?:(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+)):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535)
    throw usage(`${JSON.stringify(text)} is no address to listen on; write 57012, 0.0.0.0:57012 or [::]:57012`);
  return { host: bracketed ?? plain ?? '127.0.0.1', port };
}

/** The first line of the file, or of CAPSCOPE_TOKEN: a command line can be read by other users of the machine. */
function readToken(path: string | undefined): string | undefined {
  if (path === undefined) return process.env.CAPSCOPE_TOKEN || undefined;
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
      .split(/\r?\n/)[0]!
      .trim();
  } catch {
    throw usage(`--token-file ${path}: the file cannot be read`);
  }
}
