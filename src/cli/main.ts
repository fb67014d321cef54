#!/usr/bin/env node
/** The command. Each subcommand is loaded when it is asked for, so that `flows` starts without the server's libraries. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { AppError, type ErrorCode } from '#base/errors.ts';
import { printable } from './format.ts';

const Exit = { Done: 0, Unreadable: 1, Usage: 2, Bug: 70 } as const;

const USAGE_CODES: ReadonlySet<ErrorCode> = new Set(['USAGE', 'FILTER_INVALID', 'FORBIDDEN']);

/** A reader that has enough (head, less) closes the pipe: that is no error. */
function leaveQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(Exit.Done);
      throw error;
    });
  }
}

/** Commands that import and end. */
const IMPORTING: ReadonlySet<string | undefined> = new Set(['import', 'flows', 'summary']);
/** Commands that import for days, and answer meanwhile; so do options alone. */
const SERVING: ReadonlySet<string | undefined> = new Set([
  undefined,
  'serve',
  'open',
  'live',
  'listen',
  'watch',
  'azure',
]);

/**
 * Threads of one import share two heaps of the C library of Linux: with one each, what they gave back stayed with the process (a live
 * server held 675 MB where 520 were enough, an import of 1 GB 611 MB where 581 were).
 */
const SHARED_HEAPS = { MALLOC_ARENA_MAX: '2' } as const;
/**
 * V8 collects all garbage again and again while a heap is small and buffers come and go beside it: 1 GB from a link cost 54 such rounds
 * in the main thread, and now costs 14.
 */
const ROOMY_HEAPS = ['--initial-heap-size=150', '--initial-old-space-size=150'] as const;
/** Another one may not know these flags, and would not start. */
const ROOMY_NODE = '24.';
/** Of its own; they compile and collect. More of them than cores take their turns from the thread they work for: 7.7 s for 1 GB on two cores, with two of them 7.1. */
const V8_THREADS = 4;

/** As package.json's engines; npm only warns of an older one. */
const OLDEST_NODE = [22, 15] as const;

function refuseOldNode(): void {
  const { node } = process.versions;
  const [major, minor] = OLDEST_NODE;
  const [its = 0, itsMinor = 0] = node.split('.').map(Number);
  if (its > major || (its === major && itsMinor >= minor)) return;
  process.stderr.write(
    `capscope: it needs Node.js ${OLDEST_NODE.join('.')} or newer, and this is ${node}: https://nodejs.org\n`,
  );
  process.exit(Exit.Usage);
}

/** All this is read at a process's start, so that the program takes its own place once (execve). */
function startAnew([command]: readonly string[]): void {
  const { env, platform, execArgv, execPath, execve, versions } = process;
  const serves = SERVING.has(command) || command?.startsWith('-') === true;
  if (platform !== 'linux' || execve === undefined || !(serves || IMPORTING.has(command))) return;
  const cores = availableParallelism();
  const wanted = [
    ...(cores < V8_THREADS ? [`--v8-pool-size=${cores}`] : []),
    ...(serves && versions.node.startsWith(ROOMY_NODE) ? ROOMY_HEAPS : []),
  ];
  const flags = wanted.filter((flag) => !execArgv.includes(flag));
  if (flags.length === 0 && env.MALLOC_ARENA_MAX !== undefined) return;
  try {
    const program = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
    execve(execPath, [execPath, ...execArgv, ...flags, ...program], { ...SHARED_HEAPS, ...env });
  } catch {
    // As it is, it works as well.
  }
}

async function run(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  // A link may carry its secret: other users of the machine can read a command line, as far as it is left there.
  if (args.some((arg) => /^https?:\/\/.*\?|(AccountKey|SharedAccessSignature)=/i.test(arg))) process.title = 'capscope';
  if (command === 'help' || asksForHelp(args)) {
    const words = (command === 'help' ? rest : args).filter((word) => !word.startsWith('-'));
    await refuseUnknown(words[0]);
    process.stdout.write((await import('./help.ts')).helpOn(words));
    return;
  }
  switch (command) {
    case 'flows':
      return (await import('./commands/flows.ts')).flows(rest);
    case 'summary':
      return (await import('./commands/summary.ts')).summary(rest);
    case 'import':
      return (await import('./commands/import.ts')).importCommand(rest);
    case 'open':
      return (await import('./commands/open.ts')).open(rest);
    case 'azure':
      return (await import('./commands/azure.ts')).azure(rest);
    case 'live':
      return (await import('./commands/live.ts')).live(rest);
    case 'listen':
      return (await import('./commands/listen.ts')).listen(rest);
    case 'watch':
      return (await import('./commands/watch.ts')).watch(rest);
    case 'jobs':
      return (await import('./commands/jobs.ts')).jobs(rest);
    case 'dataset':
      return (await import('./commands/dataset.ts')).dataset(rest);
    case 'serve':
      return (await import('./commands/serve.ts')).serve(rest);
    case '-v':
    case '--version':
      process.stdout.write(`${(await import('#app/about.ts')).version()}\n`);
      return;
    default:
      if (command !== undefined && !command.startsWith('-')) await refuseUnknown(command);
      return (await import('./commands/serve.ts')).serve(args);
  }
}

/** Before "--", behind which all are names. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

async function refuseUnknown(command: string | undefined): Promise<void> {
  if (command === undefined) return;
  const { COMMANDS } = await import('./help-table.ts');
  if (COMMANDS.some(({ name }) => name === command || name.startsWith(`${command} `))) return;
  const { usage } = await import('./usage.ts');
  throw usage(`there is no command ${JSON.stringify(command)}`);
}

/** Wrong usage of a command sends to that command's help. */
async function withOwnHelp(error: unknown, args: readonly string[]): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'USAGE') return error;
  const { commandOf } = await import('./help.ts');
  const name = commandOf(args)?.name;
  if (name === undefined) return error;
  return new AppError('USAGE', { message: error.message.replace(/ --help$/, ` ${name} --help`) });
}

/** One line for people, and the exit status. The stack is for those who ask for it. */
function fail(error: unknown): never {
  if (process.env.CAPSCOPE_DEBUG) console.error(error);
  if (error instanceof AppError) {
    // A wrong filter is shown with its place, in lines of its own.
    process.stderr.write(`capscope: ${error.message.split('\n').map(printable).join('\n')}\n`);
    process.exit(USAGE_CODES.has(error.code) ? Exit.Usage : Exit.Unreadable);
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`capscope: a bug of ours: ${message} (CAPSCOPE_DEBUG=1 shows where)\n`);
  process.exit(Exit.Bug);
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
leaveQuietlyOnClosedPipe();
refuseOldNode();
startAnew(process.argv.slice(2));
try {
  await run(process.argv.slice(2));
} catch (error) {
  fail(await withOwnHelp(error, process.argv.slice(2)));
}
