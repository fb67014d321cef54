/** Shares of agreement: of how many things compared how many were alike, and examples of those that were not. */

const MOST_EXAMPLES = 2000;

export interface Share {
  readonly what: string;
  readonly same: number;
  /** that differ for a reason that is known: the other program means something else */
  readonly explained: number;
  readonly of: number;
}

export class Agreement {
  readonly #shares = new Map<string, { same: number; explained: number; of: number }>();
  readonly differing: string[] = [];
  /** how many differ for each reason */
  readonly reasons = new Map<string, number>();

  /** Counts one comparison; `tell` says what differs, `reason` why it may. */
  count(what: string, same: boolean, tell: () => string, reason?: string): void {
    const share = this.#shares.get(what) ?? { same: 0, explained: 0, of: 0 };
    this.#shares.set(what, share);
    share.of++;
    if (same) share.same++;
    else if (reason !== undefined) {
      share.explained++;
      this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    } else if (this.differing.length < MOST_EXAMPLES) this.differing.push(`${what}\t${tell()}`);
  }

  get shares(): Share[] {
    return [...this.#shares].map(([what, share]) => ({ what, ...share }));
  }

  /** Of those that mean the same, 0 … 1; 0 when nothing was compared. */
  share(what: string): number {
    const share = this.#shares.get(what);
    return share === undefined || share.of === share.explained ? 0 : share.same / (share.of - share.explained);
  }
}
