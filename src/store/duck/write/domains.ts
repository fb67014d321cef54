/** Registrable domains of host names, kept by the number of the name's text. */
import duckdb from '@duckdb/node-bindings';
import { registrableDomain } from '#enrich/domains.ts';
import type { RowAppender } from './row-appender.ts';

export class Domains {
  readonly rows: RowAppender;
  /** bit of each text number: its domain is told, or it has none */
  #told = new Uint8Array(1 << 10);

  constructor(held: Iterable<number>, rows: RowAppender) {
    this.rows = rows;
    for (const id of held) this.#isNew(id);
  }

  /** A host name of number `id` lies in heap[offset, +length). */
  see(id: number, heap: Uint8Array, offset: number, length: number): void {
    if (!this.#isNew(id)) return;
    const domain = registrableDomain(Buffer.from(heap.buffer, heap.byteOffset + offset, length).toString('utf8'));
    if (domain === undefined) return;
    this.rows.row((a) => {
      duckdb.append_uint32(a, id);
      duckdb.append_varchar(a, domain);
    });
  }

  #isNew(id: number): boolean {
    const byte = id >>> 3;
    if (byte >= this.#told.length) {
      const larger = new Uint8Array(Math.max(this.#told.length * 2, byte + 1));
      larger.set(this.#told);
      this.#told = larger;
    }
    const bit = 1 << (id & 7);
    if ((this.#told[byte]! & bit) !== 0) return false;
    this.#told[byte]! |= bit;
    return true;
  }
}
