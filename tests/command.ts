/** The command as users run it: a process of its own, bounded in time. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const LAUNCHER: string = fileURLToPath(new URL('../capscope', import.meta.url));

export interface Run {
  /** undefined: it hung and was killed */
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** standard input; without it there is none */
  readonly input?: Uint8Array;
  readonly launcher?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** a command that takes longer hangs */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

export function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { cwd, input, launcher = LAUNCHER, env = {}, timeoutMs = TIMEOUT_MS } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  const child = spawn(launcher, args, { cwd, env: { ...process.env, ...env } });
  const killer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (piece: Buffer) => out.push(piece));
  child.stderr.on('data', (piece: Buffer) => err.push(piece));
  child.on('error', reject);
  child.on('close', (status) => {
    clearTimeout(killer);
    resolve({ status: status ?? undefined, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
  });
  // A command that fails early closes its input; that is its right.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return promise;
}

export type Row = Readonly<Record<string, string | number | boolean>>;

/** The flows that `--format jsonl` printed. */
export function rowsOf(jsonl: string): Row[] {
  return jsonl
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}
