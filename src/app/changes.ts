/** What listeners (the page, the CLI) are told while the program works. */
import type { Dataset, Job } from './model.ts';

export type Change =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'dataset'; readonly dataset: Dataset }
  /** a dataset was made, renamed or deleted */
  | { readonly kind: 'datasets-changed' };

export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  get listened(): boolean {
    return this.#listeners.size > 0;
  }

  /** Returns the way to stop listening. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
