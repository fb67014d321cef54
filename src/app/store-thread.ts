import { AppError } from '#base/errors.ts';
import type { Store } from '#store/store.ts';

/** The store's thread, started when it is first asked for. */
export class StoreThread {
  readonly #start: () => Promise<Store>;
  #store: Promise<Store> | undefined;
  #isClosed = false;

  constructor(start: () => Promise<Store>) {
    this.#start = start;
  }

  /** AppError NOT_FOUND once it is closed. */
  open(): Promise<Store> {
    if (this.#isClosed) return Promise.reject(new AppError('NOT_FOUND', { what: 'the store' }));
    this.#store ??= this.#start();
    return this.#store;
  }

  async close(): Promise<void> {
    const store = this.#store;
    this.#isClosed = true;
    await store?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }
}
