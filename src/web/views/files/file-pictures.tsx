/** What a capture file holds, at a glance: its volume over time, its applications, its hosts. Each asks further of that file. */

import type { ReactNode } from 'react';
import type { CaptureFile } from '#app/model.ts';
import { printClause } from '#query/filter.ts';
import type { Question, Scope } from '#query/question.ts';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { t } from '../../language/t.ts';
import { Sparkline } from '../../start/sparkline.tsx';
import { useAnswer } from '../../state/answer.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import css from './files.module.css';

const BINS = 80;
const APPS = 4;
const HOSTS = 3;
const HEIGHT = 62;

export function FilePictures({ file }: { readonly file: CaptureFile }): ReactNode {
  if (file.first === undefined || file.last === undefined) return null;
  return (
    <WhenSeen height={HEIGHT}>
      <Pictures file={file} from={file.first} to={file.last + 1} />
    </WhenSeen>
  );
}

function Pictures({
  file,
  from,
  to,
}: {
  readonly file: CaptureFile;
  readonly from: number;
  readonly to: number;
}): ReactNode {
  const { setView } = useScope();
  const colors = useChartColors();
  const own = printClause('file', file.name);
  // Flows that go on in other files are counted while this one lasts.
  const scope: Scope = { filter: own, from, to };
  const volume = useAnswer({ kind: 'timeline', scope, by: 'app', limit: APPS, bins: BINS } satisfies Question);
  const hosts = useAnswer({ kind: 'top', scope, field: 'ip', measure: 'bytes', limit: HOSTS } satisfies Question);
  if (volume.error || hosts.error) return <p className={css.sub}>{t('This could not be counted.')}</p>;
  if (volume.data === undefined || hosts.data === undefined) return <div style={{ height: HEIGHT }} />;
  const bins: number[] = [];
  for (const { bytes } of volume.data.series)
    for (const [bin, value] of bytes.entries()) bins[bin] = (bins[bin] ?? 0) + value;
  const apps = volume.data.series.map(({ value, bytes }) => ({ app: value, bytes: bytes.reduce((a, b) => a + b, 0) }));
  const all = apps.reduce((sum, { bytes }) => sum + bytes, 0);
  if (all === 0) return <p className={css.sub}>{t('No flow is known to have packets in it.')}</p>;
  const show = (...clauses: readonly string[]) => setView('flows', undefined, { q: [own, ...clauses].join(' and ') });
  return (
    <div className={css.pictures}>
      <section aria-label={t('Volume of {name} over time', { name: file.name })}>
        <h3>{t('Volume over time')}</h3>
        <button
          type="button"
          className={css.spark}
          aria-label={t('Show the flows of {name}', { name: file.name })}
          onClick={() => show()}
        >
          <Sparkline values={bins} />
        </button>
      </section>
      <section aria-label={t('Applications of {name}', { name: file.name })}>
        <h3>{t('Applications')}</h3>
        <div className={css.stack} aria-hidden>
          {apps.map(({ app, bytes }) => (
            <i
              key={app ?? 'other'}
              style={{ flexGrow: bytes, background: app === undefined ? colors.app(undefined) : colors.app(app) }}
            />
          ))}
        </div>
        <ul className={css.few}>
          {apps.map(({ app, bytes }) => (
            <li key={app ?? 'other'}>
              {app === undefined ? (
                <span>
                  <i style={{ background: colors.app(undefined) }} aria-hidden /> {t('other')}{' '}
                  <span className="muted">{format.share(bytes, all)}</span>
                </span>
              ) : (
                <button type="button" onClick={() => show(printClause('app', app === '' ? undefined : app))}>
                  <i style={{ background: colors.app(app) }} aria-hidden /> {app === '' ? t('not known') : app}{' '}
                  <span className="muted">{format.share(bytes, all)}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={t('Hosts of {name}', { name: file.name })}>
        <h3>{t('Hosts with most bytes')}</h3>
        <ul className={css.few}>
          {hosts.data.rows
            .filter(({ value }) => value !== undefined)
            .map(({ value, bytes }) => (
              <li key={String(value)}>
                <button type="button" onClick={() => show(`ip == ${value}`)}>
                  <span className="mono">{String(value)}</span> <span className="muted">{format.bytes(bytes)}</span>
                </button>
              </li>
            ))}
          {hosts.data.other && (
            <li>
              <span className="muted">{t('and {n} more', { n: format.count(hosts.data.other.groups) })}</span>
            </li>
          )}
        </ul>
      </section>
    </div>
  );
}
