/** The engine's memory, which imports and questions share. */
import duckdb from '@duckdb/node-bindings';
import { oneAtATime } from './duck/one-at-a-time.ts';

/** While imports run, whose decoders need some, too: what they append does not gain by more. */
const IMPORT_MEMORY_MB = 160;
/** What one that finds too little is given at a time. */
const MORE_MB = 160;
/** So long after a question others are expected, ms. */
const QUIET_MS = 3000;

/** Where what is written finds more memory when questions have taken it. */
export interface Room {
  /** Nothing more can be given. */
  readonly isExhausted: boolean;
  /** Gives more; resolves when it can be used. */
  more(): Promise<void>;
  /** Runs, with as much as questions have, what can't be tried again: a checkpoint that finds too little leaves no database to try it on. */
  plenty<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * The engine found no memory for a block before it changed anything: it can be tried again. What fails while it commits may have been
 * appended to some columns and not to others, and is not.
 */
export function isOutOfMemory(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Out of Memory Error|(?:allocate|pin) block|allocate data of size/.test(error.message) &&
    !/Failed to commit/.test(error.message)
  );
}

/**
 * Writes what an appender holds. False where there is no memory for it yet: more is on its way then, and the appender holds all of it
 * still.
 */
export function written(room: Room, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (!isOutOfMemory(error) || room.isExhausted) throw error;
    void room.more();
    return false;
  }
}

/** Tries again, with more memory, what did nothing for want of it. */
export async function withRoom<T>(room: Room, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isOutOfMemory(error) || room.isExhausted) throw error;
      await room.more();
    }
  }
}

export class EngineMemory implements Room {
  readonly #control: duckdb.Connection;
  readonly #mostMb: number;
  readonly #oneByOne = oneAtATime();
  #setMb: number;
  #importing = 0;
  #asking = 0;
  /** works that set the memory themselves */
  #alone = 0;
  /** works that must not find too little */
  #plenty = 0;
  #moreMb = 0;
  #quiet: NodeJS.Timeout | undefined;
  #setting: Promise<void> = Promise.resolve();
  #isClosed = false;
  #raising: Promise<void> | undefined;

  /** `mostMb`: what questions may have, as it is set when the engine starts */
  constructor(control: duckdb.Connection, mostMb: number) {
    this.#control = control;
    this.#mostMb = mostMb;
    this.#setMb = mostMb;
  }

  /** An import begins or ends. */
  async importing(change: 1 | -1): Promise<void> {
    this.#importing = Math.max(0, this.#importing + change);
    if (this.#importing === 0) this.#moreMb = 0;
    await this.#set();
  }

  /** Questions have all of theirs beside an import, too; what comes soon after finds it so. */
  async asking<T>(question: () => Promise<T>): Promise<T> {
    this.#asking++;
    clearTimeout(this.#quiet);
    this.#quiet = undefined;
    try {
      if (this.#setMb < this.#mostMb) await this.#set();
      return await question();
    } finally {
      this.#asking--;
      if (this.#asking === 0 && this.#importing > 0) {
        clearTimeout(this.#quiet);
        this.#quiet = setTimeout(() => {
          this.#quiet = undefined;
          void this.#set();
        }, QUIET_MS).unref();
      }
    }
  }

  async plenty<T>(work: () => Promise<T>): Promise<T> {
    this.#plenty++;
    try {
      if (this.#setMb < this.#mostMb) await this.#set();
      return await work();
    } finally {
      this.#plenty--;
      if (this.#plenty === 0) void this.#set();
    }
  }

  /** Runs what sets the engine's memory itself, one after the other. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#oneByOne(async () => {
      this.#alone++;
      try {
        return await work();
      } finally {
        this.#alone--;
        this.#setMb = 0; // not known
        await this.#set();
      }
    });
  }

  /** Nothing is set any more once it resolves. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#quiet);
    await this.#setting;
  }

  get isExhausted(): boolean {
    return this.#raising === undefined && this.#moreMb >= this.#mostMb;
  }

  /** For an import, up to as much again as questions have. */
  more(): Promise<void> {
    if (this.#raising === undefined) {
      this.#moreMb = Math.min(this.#mostMb, this.#moreMb + MORE_MB);
      this.#raising = this.#set(true).finally(() => {
        this.#raising = undefined;
      });
    }
    return this.#raising;
  }

  /** Nothing while work runs alone, unless it is `pressing`. */
  #set(pressing = false): Promise<void> {
    this.#setting = this.#setting.then(async () => {
      if (this.#isClosed || (this.#alone > 0 && !pressing)) return;
      const isPressed = this.#asking > 0 || this.#plenty > 0 || this.#quiet !== undefined || this.#moreMb > 0;
      const spare = this.#importing > 0 && !isPressed;
      const wantedMb = spare
        ? Math.min(IMPORT_MEMORY_MB, this.#mostMb)
        : this.#mostMb + (this.#importing > 0 ? IMPORT_MEMORY_MB : 0) + this.#moreMb;
      if (wantedMb === this.#setMb) return;
      try {
        await duckdb.query(this.#control, `SET memory_limit = '${wantedMb}MB'`);
        this.#setMb = wantedMb;
      } catch {
        // Questions under way hold more than that: they keep it.
      }
    });
    return this.#setting;
  }
}
