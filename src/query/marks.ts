/**
 * Tags and notes that users put on flows, hosts and datasets: what may be one, for the page, the API and the command line alike. Tags
 * that differ in case only are the same tag.
 */

import { cleanLine, cleanText } from './plain-line.ts';
import type { Scope } from './question.ts';

export const MOST_TAG = 50;
export const MOST_NOTE = 2000;
/** tags of one flow, host or dataset put on at once */
export const MOST_AT_ONCE = 10;
/** different tags in a dataset */
export const MOST_TAGS = 500;
/** flows that one change marks */
export const MOST_MARKED = 100_000;

type Checked = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** A tag as it is kept, or why it can be none. */
export function checkTag(text: string): Checked {
  const clean = cleanLine(text, MOST_TAG);
  if (!clean.ok)
    return { ok: false, message: clean.message === 'empty' ? 'a tag needs a name' : `a tag ${clean.message}` };
  if (clean.text.includes(',')) return { ok: false, message: 'a tag has no comma: commas stand between tags' };
  return clean;
}

/** Empty takes the note away. */
export function checkNote(text: string): Checked {
  const clean = cleanText(text, MOST_NOTE);
  if (clean.ok || clean.message === 'empty') return { ok: true, text: clean.ok ? clean.text : '' };
  return { ok: false, message: `the note ${clean.message}` };
}

/** What is marked, and how. */
export interface MarkChange {
  readonly on: MarkTarget;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** '' takes it away; undefined leaves it */
  readonly note?: string;
}

export type MarkTarget =
  | { readonly kind: 'flows'; readonly ids: readonly number[] }
  | { readonly kind: 'scope'; readonly scope: Scope }
  | { readonly kind: 'hosts'; readonly ips: readonly string[] };

export interface MarkResult {
  /** flows or hosts that were meant */
  readonly matched: number;
  /** of them those with another tag or note than before */
  readonly changed: number;
  /** left out: more than are marked at once */
  readonly beyond: number;
  /** left out: flows that are still open while an import runs */
  readonly open: number;
  /** takes the change back */
  readonly undo?: string;
}

/** What is marked in a dataset. */
export interface Marks {
  readonly tags: readonly { readonly tag: string; readonly flows: number; readonly hosts: number }[];
  readonly hosts: readonly HostMarks[];
  /** flows with a note */
  readonly notes: number;
}

export interface HostMarks {
  readonly ip: string;
  readonly tags: readonly string[];
  readonly note?: string;
}

/** Tags as a list; as they come from a row, where commas stand between them. */
export const tagsOf = (text: unknown): readonly string[] =>
  typeof text === 'string' && text !== '' ? text.split(', ') : [];
