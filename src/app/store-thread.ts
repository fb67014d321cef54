import type { Store } from '#store/store.ts';

/** The store's thread, started when it is first asked for. */
export class StoreThread {
  readonly #start: () => Promise<Store>;
  #store: Promise<Store> | undefined;

  constructor(start: () => Promise<Store>) {
    this.#start = start;
  }

  open(): Promise<Store> {
    this.#store ??= this.#start();
    return this.#store;
  }

  async close(): Promise<void> {
    const store = this.#store;
    this.#store = undefined;
    await store?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }
}
