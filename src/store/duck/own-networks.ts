/**
 * The user's own networks in statements. Where there are none, statements are as without them; else the columns of the two ends that
 * they change (country, operator, network) are worked out for each flow by a tree of comparisons: always true, also of flows still open,
 * and of nothing that is stored.
 */
import { type OwnNetwork, rangeOf } from '#query/networks.ts';
import { placeCode } from '#registry/places.ts';

/** Columns of `f` that are not stored. */
export type OwnColumn = 'country' | 'network' | 'org';

/** AS numbers end below; a network's name is an operator with the number of the network above it. */
const OPERATORS = 2 ** 32;

/** Inclusive; the innermost network there, as place in the list. */
interface Stretch {
  readonly low: bigint;
  readonly high: bigint;
  readonly network: number;
}

export class OwnNetworks {
  readonly networks: readonly OwnNetwork[];
  readonly #v4: readonly Stretch[];
  readonly #v6: readonly Stretch[];
  /** by network: its country, or that of the next larger one around it that has one */
  readonly #countries: readonly (string | undefined)[];

  constructor(networks: readonly OwnNetwork[]) {
    this.networks = networks;
    const { stretches, around } = layOut(networks, 4);
    const v6 = layOut(networks, 6);
    this.#v4 = stretches;
    this.#v6 = v6.stretches.flatMap(withoutIpv4);
    this.#countries = networks.map((_, at) => {
      let one: number | undefined = at;
      while (one !== undefined && networks[one]!.country === undefined) one = around[one] ?? v6.around[one];
      return one === undefined ? undefined : networks[one]!.country;
    });
  }

  get isEmpty(): boolean {
    return this.networks.length === 0;
  }

  /** The innermost network that holds the address, with the country that it has or lies in. */
  at(ip: bigint): OwnNetwork | undefined {
    const stretches = ip >> 32n === 0xffffn ? this.#v4 : this.#v6;
    let [low, high] = [0, stretches.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const one = stretches[middle]!;
      if (ip < one.low) high = middle - 1;
      else if (ip > one.high) low = middle + 1;
      else {
        const country = this.#countries[one.network];
        const network = this.networks[one.network]!;
        return country === undefined ? network : { ...network, country };
      }
    }
    return undefined;
  }

  /** Value of a column for a row named b. */
  column(side: 'src' | 'dst', column: OwnColumn): string {
    const asn = `b.${side}_asn::UBIGINT`;
    switch (column) {
      case 'country':
        return `(${this.#tree(side, `b.${side}_country`, (network) => {
          const country = this.#countries[network];
          return country === undefined ? `b.${side}_country` : `${placeCode(country)}`;
        })})::USMALLINT`;
      case 'network':
        return `(${this.#tree(side, '0', (network) => `${network + 1}`)})::UINTEGER`;
      case 'org':
        return `(${this.#tree(side, asn, (network) => `${OPERATORS + network + 1}`)})::UBIGINT`;
    }
  }

  #tree(side: 'src' | 'dst', none: string, value: (network: number) => string): string {
    const low = `b.${side}_ip_low`;
    const ip = `((b.${side}_ip_high::UHUGEINT << 64) | ${low})`;
    const v4 = tree(this.#v4, `${low}`, 'UBIGINT', none, value);
    const v6 = tree(this.#v6, ip, 'UHUGEINT', none, value);
    return `CASE WHEN b.ip_version = 4 THEN ${v4} WHEN b.ip_version = 6 THEN ${v6} ELSE ${none} END`;
  }
}

/** Names of operators and addresses, where there are own networks. */
export const OWN_ORGS = `(SELECT asn::UBIGINT AS asn, org FROM orgs UNION ALL SELECT ${OPERATORS}::UBIGINT + id, name FROM own_networks)`;
/** A network of one address names it. */
export const OWN_NAMES = `(SELECT ip, name FROM names WHERE ip NOT IN (SELECT low FROM own_networks WHERE low = high) UNION ALL SELECT low, name FROM own_networks WHERE low = high)`;

/** Comparisons that halve what is left: as many as the stretches have binary digits. */
function tree(
  stretches: readonly Stretch[],
  sql: string,
  type: 'UBIGINT' | 'UHUGEINT',
  none: string,
  value: (network: number) => string,
): string {
  if (stretches.length === 0) return none;
  const number = (bound: bigint): string => `'${bound}'::${type}`;
  if (stretches.length === 1) {
    const [{ low, high, network }] = stretches as [Stretch];
    const test = low === high ? `${sql} = ${number(low)}` : `${sql} BETWEEN ${number(low)} AND ${number(high)}`;
    return `CASE WHEN ${test} THEN ${value(network)} ELSE ${none} END`;
  }
  const middle = stretches.length >> 1;
  const [before, after] = [stretches.slice(0, middle), stretches.slice(middle)];
  return `CASE WHEN ${sql} < ${number(after[0]!.low)} THEN ${tree(before, sql, type, none, value)} ELSE ${tree(after, sql, type, none, value)} END`;
}

/** Where IPv4 addresses lie among all: ::ffff:0:0/96. */
const [IPV4_LOW, IPV4_HIGH] = [0xffffn << 32n, (0xffffn << 32n) | 0xffffffffn];

/** An IPv6 block around the place of IPv4 says nothing of IPv4. */
function withoutIpv4({ low, high, network }: Stretch): readonly Stretch[] {
  if (high < IPV4_LOW || low > IPV4_HIGH) return [{ low, high, network }];
  return [
    ...(low < IPV4_LOW ? [{ low, high: IPV4_LOW - 1n, network }] : []),
    ...(high > IPV4_HIGH ? [{ low: IPV4_HIGH + 1n, high, network }] : []),
  ];
}

/** Blocks lie within each other or apart: cut into stretches that do not overlap, in order, each with its innermost block. */
function layOut(
  networks: readonly OwnNetwork[],
  version: 4 | 6,
): {
  readonly stretches: readonly Stretch[];
  /** by network: the next larger one that holds it */
  readonly around: readonly (number | undefined)[];
} {
  const blocks = networks
    .map((network, at) => ({ ...rangeOf(network), at }))
    .filter((block) => block.version === version)
    .sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : a.high > b.high ? -1 : 1));
  const stretches: Stretch[] = [];
  const around: (number | undefined)[] = networks.map(() => undefined);
  const open: { readonly high: bigint; readonly at: number }[] = [];
  let next = 0n;
  const upTo = (end: bigint): void => {
    const inner = open.at(-1);
    if (inner !== undefined && next <= end) stretches.push({ low: next, high: end, network: inner.at });
    next = end + 1n;
  };
  const close = (before: bigint | undefined): void => {
    for (let inner = open.at(-1); inner !== undefined && (before === undefined || inner.high < before); ) {
      upTo(inner.high);
      open.pop();
      inner = open.at(-1);
    }
  };
  for (const block of blocks) {
    close(block.low);
    if (block.low > 0n) upTo(block.low - 1n);
    next = block.low;
    around[block.at] = open.at(-1)?.at;
    open.push({ high: block.high, at: block.at });
  }
  close(undefined);
  return { stretches, around };
}
