/** What a dataset holds and how good it is: the answer of `capscope summary`. */
import type { DatasetStore } from '#store/store.ts';
import type { Accounts } from '#wire/check.ts';
import { captureFile } from '../datasets/datasets.ts';
import type { CaptureFile, Quality } from '../model.ts';
import { qualityOf } from './quality.ts';

export interface Summary {
  readonly packets: number;
  readonly bytes: number;
  readonly flows: number;
  /** ISO 8601, by the clock of the capture */
  readonly first?: string;
  readonly last?: string;
  /** of all files, joined with a comma where they differ */
  readonly format: string;
  readonly linkTypes: readonly string[];
  readonly accounts: Accounts;
  readonly files: readonly CaptureFile[];
  readonly warnings: readonly string[];
  readonly quality: Quality;
  readonly apps: readonly {
    readonly app: string;
    readonly flows: number;
    readonly packets: number;
    readonly bytes: number;
  }[];
}

const TOP_APPS = 10;

export async function summarize(store: DatasetStore, sha256?: ReadonlyMap<number, string>): Promise<Summary> {
  const [stored, quality, top, totals] = await Promise.all([
    store.files(),
    qualityOf(store),
    store.ask({ kind: 'top', scope: { filter: '' }, field: 'app', measure: 'bytes', limit: TOP_APPS }),
    store.ask({ kind: 'totals', scope: { filter: '' } }),
  ]);
  if ('ok' in top || 'ok' in totals) throw new Error('bug: the empty filter was refused');
  const files = stored.map(captureFile).map((file) => {
    const hash = file.sha256 ?? sha256?.get(file.id);
    return hash === undefined ? file : { ...file, sha256: hash };
  });
  const accounts = { decoded: 0, truncated: 0, malformed: 0, unsupported: 0 };
  let packets = 0;
  let bytes = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const file of files) {
    packets += file.packets;
    bytes += file.bytes;
    for (const key of Object.keys(accounts) as (keyof Accounts)[]) accounts[key] += file.accounts[key];
    first = Math.min(first, file.first ?? first);
    last = Math.max(last, file.last ?? last);
  }
  return {
    packets,
    bytes,
    flows: totals.all.flows,
    ...(Number.isFinite(first) ? { first: isoTime(first) } : {}),
    ...(Number.isFinite(last) ? { last: isoTime(last) } : {}),
    format: [...new Set(files.map((file) => file.format))].join(', '),
    linkTypes: [...new Set(files.flatMap((file) => file.linkTypes))],
    accounts,
    files,
    warnings: files.flatMap((file) => file.warnings.map((warning) => `${file.name}: ${warning}`)),
    quality,
    apps: top.rows.map((row) => ({
      app: row.value === undefined ? 'unknown' : String(row.value),
      flows: row.flows,
      packets: row.packets,
      bytes: row.bytes,
    })),
  };
}

/** ms since 1970 UTC, fractions allowed → ISO 8601 with µs; as far as a double holds them. */
function isoTime(ms: number): string {
  const whole = Math.floor(ms);
  const micros = Math.min(999, Math.round((ms - whole) * 1000));
  if (Math.abs(whole) > 8.64e15) return String(ms);
  return new Date(whole).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
}
