/** What links say of themselves, told by the server while they are typed; links stay in this page's memory. */
import { useEffect, useState } from 'react';
import { callApi } from '../state/api.ts';

export interface LinkFacts {
  /** the link without its query */
  readonly shown: string;
  readonly name: string;
  /** what its signature allows, and until when */
  readonly signature?: string;
  readonly findings: readonly { readonly weight: 'stop' | 'warn'; readonly message: string }[];
}

export type LinkState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'told'; readonly facts: LinkFacts }
  | { readonly kind: 'refused'; readonly reason: string };

export interface TypedLink {
  readonly url: string;
  readonly state: LinkState;
}

/** More than this many lines at once are for the command line. */
const MOST_LINKS = 200;
const PAUSE_MS = 250;
const AT_ONCE = 4;

/** One a line; empty lines, lines that begin with # and repeated ones left out. */
export function linksOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== '' && !line.startsWith('#')))].slice(0, MOST_LINKS);
}

export const willImport = ({ state }: TypedLink): boolean =>
  state.kind === 'told' && !state.facts.findings.some(({ weight }) => weight === 'stop');

/** The links of a text with what is known of each; asked when the typing pauses, each once. */
export function useTypedLinks(text: string): readonly TypedLink[] {
  const [known, setKnown] = useState<ReadonlyMap<string, LinkState>>(new Map());
  const links = linksOf(text);
  useEffect(() => {
    const open = linksOf(text).filter((url) => !known.has(url));
    if (open.length === 0) return;
    const giveUp = new AbortController();
    const ask = async () => {
      const states = await inTurn(open.slice(0, AT_ONCE * 4), (url) => factsOf(url, giveUp.signal));
      if (!giveUp.signal.aborted) setKnown((old) => new Map([...old, ...states]));
    };
    const timer = window.setTimeout(() => void ask(), known.size === 0 || open.length === links.length ? PAUSE_MS : 0);
    return () => {
      window.clearTimeout(timer);
      giveUp.abort();
    };
  }, [text, known, links.length]);
  return links.map((url) => ({ url, state: known.get(url) ?? { kind: 'asking' } }));
}

async function factsOf(url: string, signal: AbortSignal): Promise<LinkState> {
  try {
    return { kind: 'told', facts: await callApi<LinkFacts>('POST', '/api/link', { url }, signal) };
  } catch (cause) {
    return { kind: 'refused', reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

async function inTurn<T>(
  urls: readonly string[],
  act: (url: string) => Promise<T>,
): Promise<readonly (readonly [string, T])[]> {
  const done: (readonly [string, T])[] = [];
  for (let at = 0; at < urls.length; at += AT_ONCE) {
    const some = urls.slice(at, at + AT_ONCE);
    done.push(...(await Promise.all(some.map(async (url) => [url, await act(url)] as const))));
  }
  return done;
}
