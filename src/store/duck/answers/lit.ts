/** Which flows are counted of the groups of all: the highlight of a picture. */
import type { Held, Rows } from '../held/held.ts';
import type { HeldSource } from '../held/held-source.ts';
import type { Parameters } from '../read/parameters.ts';

/** Flows of a question. */
export interface Chosen {
  readonly source: HeldSource;
  readonly where: string;
  readonly parameters: Parameters;
}

export interface Lit extends Chosen {
  /** all flows in scope and those that are lit, with parameters for one statement */
  together(): Promise<{ readonly all: Chosen; readonly lit: Chosen }>;
}

/** The same from memory, where all that is in scope is held. */
export const litRows = async (held: Held, lit: Lit | undefined): Promise<Rows | undefined> =>
  lit && (await ((await lit.source.held()) ?? held).rows(lit.where, lit.parameters));
