/**
 * The programs that capture: dumpcap (Wireshark's) or tcpdump. We run them, they have the rights; what they print about is told in
 * words that say what to do.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AppError } from '#base/errors.ts';

export interface CaptureProgram {
  readonly kind: 'dumpcap' | 'tcpdump';
  readonly path: string;
}

export interface NetworkInterface {
  readonly name: string;
  /** what the program says of it beside its name */
  readonly about?: string;
}

const LIST_TIMEOUT_MS = 15_000;
const MAX_LIST_BYTES = 1024 * 1024;

/** Where they lie beside PATH: Windows' and macOS' installers of Wireshark leave it alone, and sbin is not in everyone's. */
const MORE_FOLDERS: readonly string[] =
  process.platform === 'win32'
    ? ['C:\\Program Files\\Wireshark']
    : ['/usr/sbin', '/sbin', '/usr/local/sbin', '/Applications/Wireshark.app/Contents/MacOS'];

/** dumpcap where there is one, else tcpdump. AppError USAGE that says how to get one. */
export function findCaptureProgram(env: Readonly<Record<string, string | undefined>> = process.env): CaptureProgram {
  const folders = [...(env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...MORE_FOLDERS];
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const kind of ['dumpcap', 'tcpdump'] as const) {
    for (const folder of folders) {
      const path = join(folder, kind + suffix);
      try {
        accessSync(path, constants.X_OK);
        return { kind, path };
      } catch {
        // The next folder.
      }
    }
  }
  throw new AppError('USAGE', {
    message:
      process.platform === 'win32'
        ? 'capturing needs dumpcap, which comes with Wireshark: install it from https://www.wireshark.org'
        : 'capturing needs dumpcap (package wireshark-common, on macOS the Wireshark app) or tcpdump, and neither is here or may be run by this user',
  });
}

/** AppError USAGE: none, or not permitted. */
export async function listInterfaces(program: CaptureProgram): Promise<readonly NetworkInterface[]> {
  return (await numberedInterfaces(program)).map(({ number: _, ...one }) => one);
}

/** The program takes the number for the name, too. */
async function numberedInterfaces(
  program: CaptureProgram,
): Promise<readonly (NetworkInterface & { readonly number: number })[]> {
  const { promise, resolve } = Promise.withResolvers<{ readonly out: string; readonly err: string }>();
  execFile(program.path, ['-D'], { timeout: LIST_TIMEOUT_MS, maxBuffer: MAX_LIST_BYTES }, (_error, out, err) =>
    resolve({ out, err }),
  );
  const { out, err } = await promise;
  const found = out.split(/\r?\n/).flatMap((line) => {
    const [, number, name, rest = ''] = /^(\d+)\.\s*(\S+)\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const about = rest.replace(/^\((.*)\)$/, '$1').trim();
    return [{ number: Number(number), name, ...(about === '' ? {} : { about }) }];
  });
  if (found.length > 0) return found;
  throw new AppError('USAGE', {
    message: `${program.kind} shows no interface that can be captured on: ${wordsOf(program, err, undefined)}`,
  });
}

/**
 * The name of an interface that the program lists, by its name, its number, or (as Windows shows them) the words with it. Whatever else
 * the program would take makes it connect somewhere or read a pipe: AppError USAGE.
 */
export async function listedInterface(program: CaptureProgram, wanted: string): Promise<string> {
  const listed = await numberedInterfaces(program);
  const byWords = program.kind === 'dumpcap' ? listed.filter(({ about }) => about === wanted) : [];
  const found =
    listed.find(({ name }) => name === wanted) ??
    listed.find(({ number }) => String(number) === wanted) ??
    (byWords.length === 1 ? byWords[0] : undefined);
  if (found !== undefined) return found.name;
  throw new AppError('USAGE', {
    message: `${JSON.stringify(wanted.slice(0, 100))}: there is no such interface; \`capscope live --list\` shows those there are`,
  });
}

export interface CaptureWish {
  readonly interface: string;
  /** as libpcap reads it; empty = all packets */
  readonly filter: string;
  /** bytes kept of a packet; undefined = all */
  readonly snapLen?: number | undefined;
  readonly promiscuous: boolean;
}

/** The program's arguments for capturing to its standard output. AppError USAGE for what would be read as an option. */
export function captureArguments(program: CaptureProgram, wish: CaptureWish): readonly string[] {
  const name = wish.interface;
  if (name === '' || name.startsWith('-') || /[\0\n]/.test(name))
    throw new AppError('USAGE', { message: `${JSON.stringify(name)} is no name of an interface` });
  const filter = wish.filter.trim();
  if (/\0/.test(filter)) throw new AppError('USAGE', { message: 'the capture filter has a zero byte' });
  const snapLen = wish.snapLen === undefined ? [] : ['-s', String(wish.snapLen)];
  const promiscuous = wish.promiscuous ? [] : ['-p'];
  return program.kind === 'dumpcap'
    ? ['-q', '-i', name, ...snapLen, ...promiscuous, ...(filter === '' ? [] : ['-f', filter]), '-w', '-']
    : ['-i', name, '-n', '-U', ...snapLen, ...promiscuous, '-w', '-', ...(filter === '' ? [] : ['--', filter])];
}

const RULES: readonly (readonly [RegExp, (what: CaptureProgram) => string])[] = [
  [
    /permission|not permitted|Operation not permitted|CAP_NET_RAW|must be root|BIOCSETIF.*denied/i,
    ({ kind, path }) =>
      process.platform === 'linux'
        ? `${kind} may not capture as this user; allow it: ${
            kind === 'dumpcap'
              ? 'add the user to the group wireshark (sudo dpkg-reconfigure wireshark-common; sudo usermod -aG wireshark "$USER"), then log in anew'
              : `sudo setcap cap_net_raw,cap_net_admin=eip ${path}, or run Capscope with sudo`
          }`
        : process.platform === 'darwin'
          ? `${kind} may not capture as this user: install ChmodBPF, which comes with Wireshark, or run Capscope with sudo`
          : `${kind} may not capture as this user: install Npcap, which comes with Wireshark, or run as administrator`,
  ],
  [
    /No such device|isn't one of the available|does not exist|doesn't exist|no interface/i,
    () => 'there is no such interface; `capscope live --list` shows those there are',
  ],
  [/Network is down|is not up/i, () => 'the interface is down; bring it up first'],
  [
    /syntax error|can't parse filter|Invalid capture filter|That string isn't a valid capture filter|parse error|unknown host|illegal token/i,
    () => 'the capture filter is not understood; it is written as for tcpdump: tcp port 443 and host 10.0.0.4',
  ],
  [/Npcap|WinPcap/i, () => 'Npcap is not installed; it comes with Wireshark'],
];

/** What the program's last lines mean, and the lines themselves, where they say more. */
export function wordsOf(program: CaptureProgram, lines: string, status: number | undefined): string {
  const rule = RULES.find(([pattern]) => pattern.test(lines));
  const said = lines
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(
      (line) =>
        line !== '' && !/^(Capturing on|File:|Packets|listening on|tcpdump: listening|Running as user)/i.test(line),
    )
    .slice(-3)
    .join(' ')
    .slice(0, 400);
  if (rule !== undefined) return `${rule[1](program)}${said === '' ? '' : ` (${program.kind} says: ${said})`}`;
  if (said !== '') return `${program.kind} says: ${said}`;
  return status === undefined ? `${program.kind} was ended` : `${program.kind} ended with status ${status}`;
}
