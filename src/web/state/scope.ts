/** What the page looks at: dataset and view in the path, everything else in the search part of the URL. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Measure, Scope, SortKey } from '#query/question.ts';
import { type How, narrowed, type Value, withoutLast } from './narrow.ts';

/** The search part of the URL. All optional, all text; what can't be read counts as absent. */
export interface Search {
  /** filter */
  readonly q?: string;
  /** highlight: a filter that marks what it matches and leaves the rest */
  readonly h?: string;
  /** span: fromMs-toMs, half-open */
  readonly t?: string;
  /** measure; bytes when absent */
  readonly m?: string;
  /** sort of the flow table: -bytes,start */
  readonly s?: string;
  /** columns of the flow table: start,src.ip,… */
  readonly cols?: string;
  /** number of the flow in the inspector */
  readonly flow?: string;
  /** what a view has selected, in the view's own words (countries of the map, fields of the sankey) */
  readonly sel?: string;
}

export const VIEWS = [
  'overview',
  'flows',
  'hosts',
  'conversations',
  'protocols',
  'statistics',
  'time',
  'map',
  'compare',
  'tls',
  'dns',
  'http',
  'logs',
  'files',
] as const;
export type ViewName = (typeof VIEWS)[number];

/** Half-open, ms since 1970 UTC; fractions allowed. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const KEYS = ['q', 'h', 't', 'm', 's', 'cols', 'flow', 'sel'] as const;

export function readSearch(raw: Readonly<Record<string, unknown>>): Search {
  const search: { -readonly [K in keyof Search]: Search[K] } = {};
  for (const key of KEYS) {
    const value = raw[key];
    if (typeof value === 'string' && value !== '') search[key] = value;
  }
  return search;
}

export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

/** Readable in an address bar: only what would break a query is escaped. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(search)
    .filter(([, value]) => typeof value === 'string' && value !== '')
    .map(
      ([key, value]) =>
        `${key}=${encodeURIComponent(value as string)
          .replaceAll('%20', '+')
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ',')
          .replaceAll('%2F', '/')}`,
    );
  return parts.length ? `?${parts.join('&')}` : '';
}

export function readSpan(text: string | undefined): Span | undefined {
  const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text ?? '');
  if (!match) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2]);
  return to > from ? { from, to } : undefined;
}

/** Times to a microsecond, which is as fine as a float of ms since 1970 is. */
export const printSpan = (span: Span): string => `${trim(span.from)}-${trim(span.to)}`;
const trim = (ms: number) => String(Number(ms.toFixed(3)));

export function readSort(text: string | undefined): readonly SortKey[] {
  return (text ?? '')
    .split(',')
    .filter(Boolean)
    .map((part) =>
      part.startsWith('-') ? { field: part.slice(1), descending: true } : { field: part, descending: false },
    );
}

export const printSort = (sort: readonly SortKey[]): string =>
  sort.map((key) => (key.descending ? '-' : '') + key.field).join(',');

const MEASURES: readonly string[] = ['bytes', 'packets', 'flows'] satisfies Measure[];

export interface Scoped {
  /** '' on pages without a dataset */
  readonly dataset: string;
  readonly view: string;
  readonly scope: Scope;
  readonly filter: string;
  /** '' = nothing is marked */
  readonly highlight: string;
  readonly span: Span | undefined;
  readonly measure: Measure;
  readonly search: Search;
  readonly setFilter: (filter: string) => void;
  readonly setHighlight: (filter: string) => void;
  /** undefined = the whole dataset; `replace` while a gesture goes on, so that it is one step of the history */
  readonly setSpan: (span: Span | undefined, replace?: boolean) => void;
  readonly setMeasure: (measure: Measure) => void;
  /** only this value, also this value, or all but this value; undefined = where nothing is known */
  readonly narrow: (field: string, value: Value, how: How) => void;
  /** takes the last part of the filter away; without a filter the span */
  readonly undo: () => void;
  /** no filter, no span */
  readonly widen: () => void;
  /** with a choice of the view's own, in its words */
  readonly setView: (
    view: ViewName,
    sel?: string,
    change?: { readonly [K in keyof Search]?: string | undefined },
  ) => void;
  /** the flow shown in the inspector */
  readonly inspect: (flow: number | undefined) => void;
  readonly setSearch: (change: { readonly [K in keyof Search]?: string | undefined }, replace?: boolean) => void;
}

/** The router's own type needs the route tree, which holds the views, which use this file: the part we use of it. */
type Go = (to: {
  readonly to: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly replace?: boolean;
  readonly search: (old: object) => Search;
}) => Promise<void>;

export function useScope(): Scoped {
  const params = useParams({ strict: false }) as { dataset?: string; view?: string };
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate() as unknown as Go;
  const dataset = params.dataset ?? '';
  const view = params.view ?? '';

  return useMemo(() => {
    const filter = search.q ?? '';
    const span = readSpan(search.t);
    const setSearch: Scoped['setSearch'] = (change, replace = false) => {
      void navigate({ to: '.', replace, search: (old) => readSearch({ ...old, ...change }) });
    };
    const setFilter = (text: string) => setSearch({ q: text.trim() });
    return {
      dataset,
      view,
      filter,
      highlight: search.h ?? '',
      span,
      scope: { filter, ...span },
      measure: (MEASURES.includes(search.m ?? '') ? search.m : 'bytes') as Measure,
      search,
      setFilter,
      setHighlight: (text) => setSearch({ h: text.trim() }),
      setSpan: (next, replace) => setSearch({ t: next && printSpan(next) }, replace),
      setMeasure: (measure) => setSearch({ m: measure === 'bytes' ? undefined : measure }),
      narrow: (field, value, how) => setFilter(narrowed(filter, field, value, how)),
      undo: () => {
        if (filter) setFilter(withoutLast(filter));
        else if (span) setSearch({ t: undefined });
      },
      widen: () => setSearch({ q: undefined, t: undefined }),
      setView: (next, sel, change = {}) =>
        void navigate({
          to: '/d/$dataset/$view',
          params: { dataset, view: next },
          search: (old) => readSearch({ ...old, sel, ...change }),
        }),
      inspect: (flow) => setSearch({ flow: flow === undefined ? undefined : String(flow) }),
      setSearch,
    };
  }, [dataset, view, search, navigate]);
}
