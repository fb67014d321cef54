/** Which operating system a program says it runs on: User-Agent, server banners, vendor classes. A hint, not a proof. */
import { fact } from '#fields/table.ts';
import { indexOfText } from '../bytes.ts';
import type { Facts } from '../dissector.ts';
import { Kept } from '../kept.ts';

const OS = fact('os');

/** Text that tells → system; the first that is found counts. */
const OF_AGENT: readonly (readonly [text: string, os: string])[] = [
  ['Windows Phone', 'Windows Phone'],
  ['Windows NT 10.0', 'Windows 10 or later'],
  ['Windows NT 6.3', 'Windows 8.1'],
  ['Windows NT 6.2', 'Windows 8'],
  ['Windows NT 6.1', 'Windows 7'],
  ['Windows NT 6.0', 'Windows Vista'],
  ['Windows NT 5.', 'Windows XP'],
  ['Microsoft-CryptoAPI/', 'Windows'],
  ['Windows-Update-Agent', 'Windows'],
  ['Microsoft NCSI', 'Windows'],
  ['Windows', 'Windows'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Android', 'Android'],
  ['Dalvik/', 'Android'],
  ['CrOS', 'ChromeOS'],
  ['Macintosh', 'macOS'],
  ['Mac OS X', 'macOS'],
  ['Darwin/', 'macOS or iOS'],
  ['Ubuntu', 'Ubuntu'],
  ['Debian', 'Debian'],
  ['Fedora', 'Fedora'],
  ['Raspbian', 'Raspbian'],
  ['FreeBSD', 'FreeBSD'],
  ['OpenBSD', 'OpenBSD'],
  ['Tizen', 'Tizen'],
  ['Web0S', 'webOS'],
  ['X11; Linux', 'Linux'],
  ['Linux', 'Linux'],
];
const LONGEST = 512;

/** Agents come again and again. */
const kept = new Kept<string>(2048, LONGEST);

/** Writes the system the User-Agent (banner, …) in [off, end) speaks of, unless something told it before. */
export function writeOs(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const stop = Math.min(end, off + LONGEST);
  const os = kept.of(
    buf,
    off,
    stop,
    () => OF_AGENT.find(([text]) => indexOfText(buf, off, stop, text) >= 0)?.[1] ?? '',
  );
  if (os !== '' && !facts.has(OS)) facts.word(OS, os);
}
