/**
 * The filter language: Wireshark's display-filter manner over the fields of the field table. Pure; the browser, the
 * server and the CLI share it. No function here throws on any text.
 *
 *   app == tls and dst.country in {NL DE} and bytes > 1MB and not ip == 10.0.0.0/8
 *
 * - A side-less field (ip port mac name country asn org) matches when either end does; with != it asks that neither does.
 * - A field alone asks that something is known of it (a flag: that it is true); a protocol alone stands for its clause.
 * - != is the opposite of ==; of fields that only some flows have (facts of dissectors) it asks that the field be there.
 * - Words are compared without regard to case; patterns (matches) are regular expressions in RE2's syntax, without
 *   regard to case, found anywhere in the text.
 */
export type { Comparison, FilterNode, FilterTree, Member, Span, Value } from './ast.ts';
export { addClause, both, type Clause, clauses, type PlainValue, printClause } from './clauses.ts';
export { type Completion, complete } from './complete.ts';
export { fieldNamed, nearestName } from './names.ts';
export { MAX_FILTER_CHARS, operatorsOf, parseFilter } from './parse.ts';
export { printFilter, printNode } from './print.ts';
export { formatTime, parseTime } from './value.ts';
