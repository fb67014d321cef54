/** What a watched folder's files became, in a file of a line each beside the dataset's database: a restart imports none of them twice. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { SeenFile } from './ready.ts';

type Line = readonly [path: string, bytes: number, changed: number];

export class Ledger {
  readonly #path: string;
  readonly #files = new Map<string, { readonly bytes: number; readonly changed: number }>();

  constructor(path: string) {
    this.#path = path;
    let text = '';
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      // None yet.
    }
    const lines = text.split('\n');
    for (const line of lines) {
      // The last line of a process that died may be cut off: its file is looked at again and recognised by its bytes.
      try {
        const [file, bytes, changed] = JSON.parse(line) as Line;
        this.#files.set(file, { bytes, changed });
      } catch {}
    }
    if (lines.length > 2 * this.#files.size + 100)
      writeFileSync(
        path,
        [...this.#files].map(([file, { bytes, changed }]) => lineOf([file, bytes, changed])).join(''),
      );
  }

  /** new: not seen · done: as it is now · changed: it was imported, and is another or longer one since */
  stateOf({ path, bytes, changed }: SeenFile): 'new' | 'done' | 'changed' {
    const known = this.#files.get(path);
    if (known === undefined) return 'new';
    return known.bytes === bytes && known.changed === changed ? 'done' : 'changed';
  }

  bytesOf(path: string): number {
    return this.#files.get(path)?.bytes ?? 0;
  }

  add(files: readonly SeenFile[]): void {
    for (const { path, bytes, changed } of files) this.#files.set(path, { bytes, changed });
    appendFileSync(this.#path, files.map(({ path, bytes, changed }) => lineOf([path, bytes, changed])).join(''));
  }

  /** A line that was cut off is ended, so that the next one stands by itself. */
  begin(): void {
    appendFileSync(this.#path, '\n');
  }

  static remove(path: string): void {
    rmSync(path, { force: true });
  }
}

const lineOf = (line: Line): string => `${JSON.stringify(line)}\n`;
