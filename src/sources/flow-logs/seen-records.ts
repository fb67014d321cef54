/**
 * Records of logs that were read before, told by their content: the same log may come as a local file, from its blob, or as it was a
 * while ago. A record of Azure's is one minute of one interface, so that an hour has few.
 */
import { hash } from 'node:crypto';

/** 48 bits of SHA-256 in base64: a million records and as many others have one in common by chance once in 280 times. */
const PRINT_LENGTH = 8;
/** Prints kept of one log; records beyond are not known again. */
const MAX_PRINTS = 50_000;

export class SeenRecords {
  readonly #before = new Map<string, number>();
  #own: string[] = [];
  #file = 0;
  /** records of the log that was begun last which other logs have */
  repeated = 0;
  /** number of a log that has one of them */
  repeatedOf = 0;

  /** Prints of a log that was read in an import before, as `prints` told them. */
  add(prints: string, file: number): void {
    for (let at = 0; at + PRINT_LENGTH <= prints.length; at += PRINT_LENGTH)
      this.#before.set(prints.slice(at, at + PRINT_LENGTH), file);
  }

  /** A log begins: what came of the one before is known from now on. */
  begin(file: number): void {
    for (const print of this.#own) this.#before.set(print, this.#file);
    this.#own = [];
    this.#file = file;
    this.repeated = 0;
    this.repeatedOf = 0;
  }

  /** True when another log has it. Twice in one log it is two. */
  has(record: unknown): boolean {
    const print = hash('sha256', JSON.stringify(record), 'base64').slice(0, PRINT_LENGTH);
    const file = this.#before.get(print);
    if (file === undefined) {
      if (this.#own.length < MAX_PRINTS) this.#own.push(print);
      return false;
    }
    this.repeated++;
    this.repeatedOf = file;
    return true;
  }

  /** Of the log that was begun last. */
  get prints(): string {
    return this.#own.join('');
  }
}
