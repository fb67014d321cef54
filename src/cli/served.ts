/** What a server that runs already has decided, whatever this command says. */
import { holderOf, type LockHolder } from '#app/data-dir.ts';

export type Served = LockHolder & { readonly port: number };

/** The server that has the data directory; undefined when none runs. */
export function servedBy(dir: string, now: number): Served | undefined {
  const holder = holderOf(dir, now);
  return holder?.port === undefined ? undefined : { ...holder, port: holder.port };
}

export const addressOf = ({ port }: Served): string => `http://127.0.0.1:${port}`;

interface Choices {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly 'allow-net'?: string | undefined;
}

/** A line on standard error for what is only settled when a server starts. */
export function tellSettled(served: Served, choices: Choices): void {
  const given = (['port', 'host', 'allow-net'] as const).flatMap((name) =>
    choices[name] === undefined ? [] : [`--${name} ${choices[name]}`],
  );
  if (given.length === 0) return;
  process.stderr.write(
    `capscope: ${given.join(' and ')}: passed over, as the Capscope at ${addressOf(served)} (process ${served.pid}) does the work; what it may is settled when it starts\n`,
  );
}

/** The words of a command line as a shell takes them. */
export function typed(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
