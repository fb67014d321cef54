/**
 * A filter as a frozen tree. Fields are canonical keys of the field table, values are typed by their field; spans are
 * half-open offsets in the text the tree was read from (a part in parentheses includes them).
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Comparison = '==' | '!=' | '>' | '>=' | '<' | '<=';

/** A value in its field's own unit: durations and times in ns, ms fields in µs, sizes in bytes. */
export type Value =
  | { readonly kind: 'number'; readonly value: number }
  /** ns since 1970 UTC */
  | { readonly kind: 'time'; readonly ns: bigint }
  /** an inclusive range of 128-bit addresses, IPv4 as ::ffff:a.b.c.d */
  | { readonly kind: 'ip'; readonly low: bigint; readonly high: bigint }
  /** country code (upper case), place word, name of an enum */
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'flag'; readonly value: boolean };

/** One member of a set; an inclusive range where `to` is there. */
export interface Member {
  readonly value: Value;
  readonly to?: Value;
}

export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FilterNode[]; readonly span: Span }
  | { readonly kind: 'not'; readonly part: FilterNode; readonly span: Span }
  /** something is known of the field; for flags: it is true */
  | { readonly kind: 'exists'; readonly field: string; readonly span: Span }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly op: Comparison;
      readonly value: Value;
      readonly span: Span;
    }
  | { readonly kind: 'contains' | 'matches'; readonly field: string; readonly text: string; readonly span: Span }
  | { readonly kind: 'in'; readonly field: string; readonly members: readonly Member[]; readonly span: Span };

export interface FilterTree {
  readonly ok: true;
  /** undefined = an empty filter: all flows */
  readonly root: FilterNode | undefined;
}
