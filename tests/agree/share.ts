/** Shares of agreement: of how many things compared how many were alike, and examples of those that were not. */

const MOST_EXAMPLES = 2000;

export interface Share {
  readonly what: string;
  readonly same: number;
  readonly of: number;
}

export class Agreement {
  readonly #shares = new Map<string, { same: number; of: number }>();
  readonly differing: string[] = [];

  /** Counts one comparison; `tell` says what differs. */
  count(what: string, same: boolean, tell: () => string): void {
    const share = this.#shares.get(what) ?? { same: 0, of: 0 };
    this.#shares.set(what, share);
    share.of++;
    if (same) share.same++;
    else if (this.differing.length < MOST_EXAMPLES) this.differing.push(`${what}\t${tell()}`);
  }

  get shares(): Share[] {
    return [...this.#shares].map(([what, share]) => ({ what, ...share }));
  }

  /** 0 … 1; 0 when nothing was compared. */
  share(what: string): number {
    const share = this.#shares.get(what);
    return share === undefined || share.of === 0 ? 0 : share.same / share.of;
  }
}
