/**
 * The blobs that a capture session wrote. Azure tells one address; the blob may lie in a folder put between, a ring of files or a
 * scale set writes several, and some lie elsewhere in the container under the name that was asked for.
 */
import type { StoredBlob } from '../storage.ts';

/** Where to look: the account's blobs, a container in them, and what names begin with. */
export interface OutputPlace {
  /** https://account.blob.core.windows.net */
  readonly service: string;
  readonly container: string;
  /** as Azure told it, in the container */
  readonly path: string;
}

/** What is known of a session and of those beside it. */
export interface SessionFacts {
  /** one machine, no ring: one blob, unless Azure put something behind its name */
  readonly writesOne?: boolean;
  /** paths in the same container that other sessions were given */
  readonly others?: readonly string[];
}

/** From the storagePath of a session; undefined for what is no address of a blob. */
export function outputPlace(storagePath: string): OutputPlace | undefined {
  if (!URL.canParse(storagePath)) return undefined;
  const url = new URL(storagePath);
  // An emulator has the account in the path.
  const parts = url.pathname.split('/').filter(Boolean);
  const account = /^(localhost|\d+\.\d+\.\d+\.\d+|\[.*\])$/.test(url.hostname) ? parts.splice(0, 1) : [];
  const [container, ...rest] = parts;
  if (container === undefined || rest.length === 0) return undefined;
  try {
    return {
      service: [`${url.protocol}//${url.host}`, ...account].join('/'),
      container,
      path: rest.map(decodeURIComponent).join('/'),
    };
  } catch {
    return undefined;
  }
}

/** Clocks of the machine and of storage differ. */
const SKEW_MS = 15 * 60_000;
const DATED = /\/\d{4}\/\d\d\/\d\d\//;
/** Behind the name that was asked for: numbers of a ring or a scale set, an ending, or names below it; "web2" is not "web". */
const BEHIND = /^(?:(?:_\d+)*(?:\.(?:cap|pcap|pcapng)\d*(?:\.\w+)?)?$|\/)/i;
const isMadeOf = (base: string, path: string): boolean => path.startsWith(base) && BEHIND.test(path.slice(base.length));
const withoutEnding = (path: string): string => path.replace(/\.(cap|pcap|pcapng)$/i, '');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Names to list by, nearest first: the blob itself and what was made of its name; the machine's folder; everything. */
export function outputPrefixes({ path }: OutputPlace): readonly string[] {
  const dated = DATED.exec(path);
  const machine = dated === null ? path.slice(0, path.lastIndexOf('/') + 1) : path.slice(0, dated.index + 1);
  return [...new Set([withoutEnding(path), machine, ''])];
}

/**
 * Of blobs listed by one of the prefixes: those of the session that began at `started` (ms since 1970 UTC), by their names; empty
 * ones are not written yet. In the machine's folder other sessions' captures lie as well, so a name must be that of this session.
 */
export function outputsAmong(
  { path }: OutputPlace,
  blobs: readonly StoredBlob[],
  started: number | undefined,
  { writesOne = false, others = [] }: SessionFacts = {},
): readonly StoredBlob[] {
  const base = withoutEnding(path);
  const name = nameOf(base).toLowerCase();
  // "web_2" is a session of its own where there is one, not the third file of "web".
  const nearer = others.map(withoutEnding).filter((other) => other.length > base.length && other.startsWith(base));
  const isOthers = (one: string): boolean =>
    one !== path &&
    nearer.some((other) => isMadeOf(other, one) || isMadeOf(nameOf(other).toLowerCase(), nameOf(one).toLowerCase()));
  const isLate = ({ modified }: StoredBlob): boolean => started === undefined || modified >= started - SKEW_MS;
  const isCapture = ({ path: one }: StoredBlob): boolean => /\.(cap|pcap|pcapng)(\.\w+)?$|_\d+$|\.cap\d+$/i.test(one);
  const isOwn = ({ path: one }: StoredBlob): boolean => {
    if (one === path || isMadeOf(base, one)) return true;
    return isMadeOf(name, nameOf(one).toLowerCase()) || one.toLowerCase().includes(`/${name}/`);
  };
  const found = blobs.filter(
    (blob) => blob.bytes > 0 && isLate(blob) && isCapture(blob) && isOwn(blob) && !isOthers(blob.path),
  );
  const exact = writesOne ? found.filter((blob) => nameOf(withoutEnding(blob.path)).toLowerCase() === name) : [];
  return (exact.length > 0 ? exact : found).sort((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1));
}
