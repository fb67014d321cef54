/** Runs a capture program in the thread of an intake: its standard output are packets, what it says of drops is counted. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { AppError } from '#base/errors.ts';
import type { Intake } from '../intake/intake.ts';
import { type CaptureProgram, wordsOf } from './capture-program.ts';

/** A program that does not end when it is asked to is ended. */
const PATIENCE_MS = 5000;
/**
 * The kernel hands packets over in blocks, a quarter of a second (dumpcap) or a second (tcpdump) after the first at the latest; a
 * program that is ended loses the block that is being filled. So it goes on for so long after the user has ended it.
 */
const HAND_OVER_MS = { dumpcap: 600, tcpdump: 1300 } as const;
/** A program that writes no header for so long is taken to run. */
const START_MS = 4000;
const MAX_SAID = 16 * 1024;

export interface RunningProgram {
  /** Asks it for its counts, where it tells them while it runs. */
  poll(): void;
  /** Ends it; resolves when all it wrote has been taken. */
  stop(): Promise<void>;
}

/** Resolves when it captures. `ended`: it has ended by itself, and why in words. AppError USAGE: it can't capture, and what to do. */
export async function runProgram(
  program: CaptureProgram & { readonly name: string; readonly args: readonly string[]; readonly tellsCounts: boolean },
  intake: Intake,
  ended: (error: string) => void,
): Promise<RunningProgram> {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(program.path, [...program.args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A Ctrl-C on the terminal is ours: we end it, and take what it still has.
    detached: process.platform !== 'win32',
  });
  const started = Promise.withResolvers<void>();
  child.on('error', (error) =>
    started.reject(new AppError('USAGE', { message: `${program.path} cannot be run: ${error.message}` })),
  );
  let said = '';
  let stopping = false;
  const sender = intake.open(program.name, {
    hold: () => void child.stdout.pause(),
    release: () => void child.stdout.resume(),
    close: () => void child.kill('SIGINT'),
  });
  child.stderr.on('data', (piece: Buffer) => {
    said = (said + piece.toString()).slice(-MAX_SAID);
    const drops = dropsIn(said);
    if (program.tellsCounts && drops !== undefined) sender.lost(drops);
  });
  child.stdout.on('data', (piece: Buffer) => {
    // The file's header: it may capture and has understood the filter.
    started.resolve();
    sender.push(piece);
  });
  const closed = new Promise<void>((resolve) => {
    child.once('close', (status) => {
      sender.end();
      resolve();
      const words = wordsOf(program, said, status ?? undefined);
      started.reject(new AppError('USAGE', { message: words }));
      if (!stopping) ended(words);
    });
  });
  const patience = setTimeout(started.resolve, START_MS);
  try {
    await started.promise;
  } finally {
    clearTimeout(patience);
  }
  return {
    poll: () => {
      if (program.tellsCounts && !stopping) child.kill('SIGUSR1');
    },
    async stop() {
      child.stdout.resume();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, HAND_OVER_MS[program.kind]))]);
      stopping = true;
      child.kill('SIGINT');
      const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await closed;
      clearTimeout(patience);
    },
  };
}

/** tcpdump: "3 packets dropped by kernel", "1 packet dropped by interface"; the last of each, in all since it began. */
export function dropsIn(said: string): { readonly byInterface?: number; readonly bySystem?: number } | undefined {
  const last = (pattern: RegExp): number | undefined => {
    const found = [...said.matchAll(pattern)].at(-1)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const bySystem = last(/(\d+) packets? dropped by kernel/g);
  const byInterface = last(/(\d+) packets? dropped by interface/g);
  if (bySystem === undefined && byInterface === undefined) return undefined;
  return { ...(bySystem === undefined ? {} : { bySystem }), ...(byInterface === undefined ? {} : { byInterface }) };
}
