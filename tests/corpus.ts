/** Real captures and the programs that know the answers; tests that need what is not there are skipped by name. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const CORPUS: string = resolve(process.env.CAPSCOPE_CORPUS ?? '../shared/corpus');

/** Captures of the corpus whose path contains one of `parts`; whole paths. */
export function corpusCaptures(...parts: readonly string[]): string[] {
  if (!existsSync(CORPUS)) return [];
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => /\.(pcap|pcapng|cap)$/.test(name) && (parts.length === 0 || parts.some((part) => name.includes(part))),
    )
    .map((name) => join(CORPUS, name));
}

/** Path of a program that may not be installed. */
export function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, name))
    .find(existsSync);
}

/** What a program prints; a failing status is no error, as capinfos goes on after a faulty file. */
export function output(program: string, args: readonly string[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(program, args, { maxBuffer: 2 ** 28 }, (_, stdout) => resolve(stdout));
  return promise;
}

/** Packets by path, of the captures that capinfos reads. */
export async function countedByCapinfos(capinfos: string, paths: readonly string[]): Promise<Map<string, number>> {
  const lines = (await output(capinfos, ['-c', '-M', '-T', '-r', '-m', ...paths])).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const comma = line.lastIndexOf(',');
      return [line.slice(0, comma), Number(line.slice(comma + 1))];
    }),
  );
}
