/** Options of a sign-in to Azure, and the sign-in. A secret is read from a file, from standard input or typed: never from the command line. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#base/errors.ts';
import type { SignInWay } from '#sources/azure/sign-in.ts';
import type { AzureAsk } from '../../azure-door.ts';
import { usage } from '../../usage.ts';

export const SIGN_IN_OPTIONS = {
  code: { type: 'boolean' },
  tenant: { type: 'string' },
  'client-id': { type: 'string' },
  'secret-from': { type: 'string' },
  cloud: { type: 'string' },
} as const;

export interface SignInChoices {
  readonly code?: boolean | undefined;
  readonly tenant?: string | undefined;
  readonly 'client-id'?: string | undefined;
  readonly 'secret-from'?: string | undefined;
  readonly cloud?: string | undefined;
}

const POLL_MS = 1000;

/** AppError: SIGN_IN, USAGE. */
export async function signIn(door: AzureAsk, choices: SignInChoices): Promise<void> {
  const way = await wayOf(choices);
  const begun = await door.signIn(way, choices.cloud);
  if (begun.state !== 'code' || begun.code === undefined) return;
  process.stderr.write(`Open ${begun.code.url} and type the code ${begun.code.code}\n`);
  for (;;) {
    const now = await door.signInState();
    if (now.state === 'in') return;
    if (now.state === 'out')
      throw new AppError('SIGN_IN', {
        reason: (now.error ?? 'the sign-in was given up').replace(/^not signed in to Azure: /, ''),
      });
    await sleep(POLL_MS);
  }
}

async function wayOf({ code, tenant, 'client-id': client, 'secret-from': from }: SignInChoices): Promise<SignInWay> {
  if (code) return { kind: 'code', tenant, client };
  if (client === undefined) {
    if (from !== undefined) throw usage('--secret-from goes with --client-id and --tenant');
    return { kind: 'machine', tenant };
  }
  if (tenant === undefined) throw usage('--client-id needs --tenant');
  return { kind: 'application', tenant, client, secret: await secretOf(from) };
}

async function secretOf(from: string | undefined): Promise<string> {
  if (from !== undefined) {
    try {
      return readFileSync(from === '-' ? 0 : from, 'utf8').trim();
    } catch {
      throw usage(`--secret-from ${from}: the file cannot be read`);
    }
  }
  const { AZURE_CLIENT_SECRET: secret } = process.env;
  if (secret) return secret;
  if (!process.stdin.isTTY)
    throw usage("the application's secret is wanted: --secret-from FILE (- is standard input), or AZURE_CLIENT_SECRET");
  process.stderr.write('Secret of the application (not shown): ');
  const silent = new Writable({ write: (_piece, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const typed = await new Promise<string>((resolve) => lines.question('', resolve));
  lines.close();
  process.stderr.write('\n');
  return typed.trim();
}
