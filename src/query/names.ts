/** Names in filters → fields: canonical keys, Wireshark's spellings, and the nearest name for a typing error. */
import { FIELD_BY_KEY, FIELDS, type Field } from '#fields/table.ts';
import { PROTOCOL_WORDS } from './words.ts';

export interface Named {
  readonly field: Field;
  /** IP protocol the spelling demands as well: tcp.port is the port of a TCP flow */
  readonly transport?: string;
}

const TRANSPORT_OF_PREFIX: Readonly<Record<string, string>> = { tcp: 'tcp', udp: 'udp', icmpv6: 'icmp6' };
const BY_ALIAS: ReadonlyMap<string, Named> = new Map(
  FIELDS.flatMap((field) =>
    (field.aliases ?? []).map((alias): [string, Named] => {
      const transport = TRANSPORT_OF_PREFIX[alias.split('.')[0]!];
      return [alias, transport === undefined ? { field } : { field, transport }];
    }),
  ),
);

/** The field of a key, or of a name that Wireshark has for it; case does not matter. */
export function fieldNamed(text: string): Named | undefined {
  const lower = text.toLowerCase();
  const field = FIELD_BY_KEY.get(lower);
  return field ? { field } : BY_ALIAS.get(lower);
}

/** The field, alias or protocol written most like the text; undefined when nothing is near. */
export function nearestName(text: string): string | undefined {
  return nearestOf(text, [...FIELD_BY_KEY.keys(), ...BY_ALIAS.keys(), ...PROTOCOL_WORDS.keys()]);
}

/** Of some words the one written most like the text; undefined when none is near. */
export function nearestOf(text: string, words: Iterable<string>): string | undefined {
  const lower = text.toLowerCase().slice(0, 64);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(lower.length / 3)) + 1;
  for (const name of words) {
    if (Math.abs(name.length - lower.length) >= bestDistance + 1) continue;
    const d = distance(lower, name.toLowerCase());
    // Of names equally near the one that goes on where the text stops: `ap` is rather app than ip.
    const goesOn = d === bestDistance && name.startsWith(lower) && best?.startsWith(lower) === false;
    if (d < bestDistance || goesOn) [best, bestDistance] = [name, d];
  }
  return best;
}

/** Edit distance where exchanging two neighbours counts as one edit (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2]! + 1);
      row.push(d);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
