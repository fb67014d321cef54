/** Command lines, read with node:util; what is wrong with one is told as AppError USAGE. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isStream, spokenName } from '#app/local-file.ts';
import { AppError } from '#base/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Wrong usage: AppError USAGE, exit status 2. */
export function usage(message: string): AppError {
  return new AppError('USAGE', { message: `${message}\nTry: capscope --help` });
}

export function readArguments<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError) throw usage(error.message.split('. ')[0] ?? error.message);
    throw error;
  }
}

/** What is fetched: a link, or the address of a stream. */
export const isUrl = (text: string): boolean => /^(https?|tcp):\/\//i.test(text);

/** PCAP-over-IP. */
export const isTcp = (text: string): boolean => /^tcp:\/\//i.test(text);

/** The captures of a command: at least one, standard input at most once; addresses where they are fetched. */
export function readCaptures(
  positionals: readonly string[],
  command: string,
  { urls = false } = {},
): readonly string[] {
  if (positionals.length === 0) throw usage(`capscope ${command} needs a capture file, or - for standard input`);
  if (positionals.filter((path) => path === '-').length > 1) throw usage('standard input (-) can be read once only');
  for (const path of positionals) {
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(path) || (urls && isUrl(path))) continue;
    const shown = path.replace(/[?#].*$/, '');
    throw usage(
      isUrl(path) && !isTcp(path)
        ? `${shown}: ${command} reads files and standard input: curl -L ${shown} | capscope ${command} -; capscope import and open fetch addresses themselves`
        : `${shown}: captures are fetched by http, https and tcp only`,
    );
  }
  return positionals;
}

/** An import of several captures reads each twice; a stream can't be. */
export function refuseStreamAmongOthers(captures: readonly string[]): void {
  const stream = captures.length > 1 ? captures.find(isStream) : undefined;
  if (stream === '-') throw usage('standard input (-) is imported by itself');
  if (stream !== undefined) throw usage(`${spokenName(stream)}: a pipe is imported by itself`);
}

/** One of a few words, the first of them by default. AppError USAGE. */
export function readChoice<T extends string>(value: string | undefined, choices: readonly T[], option: string): T {
  if (value === undefined) return choices[0]!;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw usage(`--${option} is one of ${choices.join(', ')}, not ${JSON.stringify(value)}`);
  return choice;
}

/** A port, 0 for any that is free. AppError USAGE. */
export function readPort(value: string | undefined, defaultPort: number): number {
  if (value === undefined) return defaultPort;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65535)
    throw usage(`--port is a number from 0 to 65535, not ${JSON.stringify(value)}`);
  return port;
}
