/** What many questions want, asked once. */

const MAX_SHARED = 200;

/** Answers that questions share, for one state of a dataset. */
export class Shared {
  readonly #answers = new Map<string, Promise<unknown>>();

  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key) as Promise<T> | undefined;
    // What another question asks is given up with that one: then it is asked here.
    if (known !== undefined) return known.catch(() => this.once(key, ask));
    if (this.#answers.size >= MAX_SHARED) this.#answers.clear();
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    });
    return answer;
  }
}
