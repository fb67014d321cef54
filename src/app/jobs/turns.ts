/**
 * Turns of imports: one at a time in a dataset, in the order they ask, and no more side by side than the limit. Live streams and
 * imports that rest (paused, waiting for their client) are not counted; one that rests is told when another wants its dataset.
 */

export interface Turn {
  /** It rests or goes on. */
  rest(isResting: boolean): void;
  /** Called when another import wants the dataset of one that rests; at once when one wants it already. */
  onWanted(listener: () => void): void;
  end(): void;
}

interface Holder {
  readonly dataset: string;
  readonly isCounted: boolean;
  isResting: boolean;
  wanted: (() => void) | undefined;
}

interface Waiting {
  readonly holder: Holder;
  readonly begin: (turn: Turn) => void;
}

export class Turns {
  readonly #limit: () => number;
  readonly #holders = new Map<string, Holder>();
  #waiting: Waiting[] = [];

  /** `limit`: imports side by side, asked whenever one could begin. */
  constructor(limit: () => number) {
    this.#limit = limit;
  }

  /** Resolves when the dataset is free and the limit allows it. Rejects with the signal's reason. */
  take(dataset: string, signal: AbortSignal, isLive = false): Promise<Turn> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const holder: Holder = { dataset, isCounted: !isLive, isResting: false, wanted: undefined };
      const giveUp = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(signal.reason);
        this.advance();
      };
      const waiting: Waiting = {
        holder,
        begin: (turn) => {
          signal.removeEventListener('abort', giveUp);
          resolve(turn);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiting);
      this.advance();
    });
  }

  /** True while an import of the dataset has its turn. */
  isHeld(dataset: string): boolean {
    return this.#holders.has(dataset);
  }

  /** True while an import waits for the dataset. */
  isWanted(dataset: string): boolean {
    return this.#waiting.some(({ holder }) => holder.dataset === dataset);
  }

  /** Begins what may begin; call it when the limit has changed. */
  advance(): void {
    for (const waiting of [...this.#waiting]) {
      const { holder } = waiting;
      const before = this.#holders.get(holder.dataset);
      if (before !== undefined) {
        if (before.isResting) before.wanted?.();
        continue;
      }
      if (holder.isCounted && this.#counted() >= this.#limit()) continue;
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
      this.#holders.set(holder.dataset, holder);
      waiting.begin(this.#turn(holder));
    }
  }

  #counted(): number {
    let count = 0;
    for (const { isCounted, isResting } of this.#holders.values()) if (isCounted && !isResting) count++;
    return count;
  }

  #turn(holder: Holder): Turn {
    return {
      rest: (isResting) => {
        holder.isResting = isResting;
        this.advance();
      },
      onWanted: (listener) => {
        holder.wanted = listener;
        this.advance();
      },
      end: () => {
        if (this.#holders.get(holder.dataset) !== holder) return;
        this.#holders.delete(holder.dataset);
        this.advance();
      },
    };
  }
}
