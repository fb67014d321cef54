/** Memory that columns of all datasets share: what was used longest ago goes first. */

interface Taken {
  readonly owner: object;
  readonly name: string;
  readonly bytes: number;
  readonly drop: () => void;
}

export class Budget {
  readonly most: number;
  #bytes = 0;
  /** most recent last */
  #taken: Taken[] = [];

  constructor(most: number) {
    this.most = most;
  }

  /** taken now */
  get bytes(): number {
    return this.#bytes;
  }

  take(owner: object, name: string, bytes: number, drop: () => void): void {
    this.release(owner, name);
    this.#taken.push({ owner, name, bytes, drop });
    this.#bytes += bytes;
    // The one just taken stays: the question that asked for it holds it anyway.
    while (this.#bytes > this.most && this.#taken.length > 1) {
      const [oldest] = this.#taken;
      this.release(oldest!.owner, oldest!.name);
      oldest!.drop();
    }
  }

  touch(owner: object, name: string): void {
    const found = this.#taken.find((one) => one.owner === owner && one.name === name);
    if (found === undefined) return;
    this.#taken = this.#taken.filter((one) => one !== found);
    this.#taken.push(found);
  }

  release(owner: object, name: string): void {
    const found = this.#taken.find((one) => one.owner === owner && one.name === name);
    if (found === undefined) return;
    this.#taken = this.#taken.filter((one) => one !== found);
    this.#bytes -= found.bytes;
  }
}
