/** One value of a flow as the table and the inspector show it. */

import type { Field } from '#fields/table.ts';
import { tagsOf } from '#query/marks.ts';
import { isPortMissing } from '#query/ports.ts';
import type { FlowRow } from '#query/question.ts';
import { t } from '../language/t.ts';
import { fitted } from '../style/fit.ts';
import { Flag } from '../style/flag.tsx';
import * as format from '../style/format.ts';
import { isCountry, placeName } from '../style/places.ts';
import type { ChartColors } from '../style/theme.ts';
import { TagChips } from '../tags/tag-chips.tsx';
import css from './table.module.css';

export type Plain = string | number | boolean;

/** width of a character as columns count them, and of one of an address */
const [CHAR_PX, MONO_CHAR_PX] = [7, 7.22];
const FONT_PX = 13;
/** letters of a text: no column is wider */
const LONGEST = 400;
const FLAG_AND_GAP_PX = 22;

const isTags = (field: Field): boolean => field.many === true && /(?:^|\.)tag$/.test(field.key);

/** As text, exact enough to copy. */
export function plainText(field: Field, value: Plain, zone: format.Zone): string {
  switch (field.type) {
    case 'time':
      return format.dateTime(String(value), zone);
    case 'duration':
      return format.duration(Number(value));
    case 'bytes':
    case 'count':
      return format.exact(Number(value));
    case 'ms':
      return `${format.three(Number(value))}\u00a0ms`;
    case 'country':
      return placeName(String(value));
    case 'flag':
      return value ? 'yes' : 'no';
    default:
      return String(value);
  }
}

/** All its digits where they fit; else three, with the unit. */
function Size({ bytes, chars }: { readonly bytes: number; readonly chars: number }) {
  const [exact, short] = [format.exact(bytes), format.bytes(bytes)];
  return exact.length <= chars ? (
    <span title={short}>{exact}</span>
  ) : (
    <span title={format.exactBytes(bytes)}>{short}</span>
  );
}

interface Props {
  readonly field: Field;
  readonly value: Plain | undefined;
  readonly row: FlowRow;
  readonly zone: format.Zone;
  /** all times of the dataset are in one day, or one year: the column's head says which */
  readonly same: 'day' | 'year' | undefined;
  readonly colors: ChartColors;
  /** characters that fit; longer texts lose their middle */
  readonly chars: number;
}

export function CellValue({ field, value, row, zone, same, colors, chars }: Props) {
  if (field.type === 'ip') return <Address field={field} value={value} row={row} chars={chars} />;
  if (field.type === 'port' && isPortMissing(row)) return <NotCaptured />;
  if (value === undefined || value === '') return null;
  switch (field.type) {
    case 'mac':
      return <span className="mono">{String(value)}</span>;
    case 'time':
      return (
        <span title={String(value)}>
          {same === 'day'
            ? format.timeOfDay(String(value), zone, 6)
            : format.dateTime(String(value), zone, 3).slice(same === 'year' ? '2026-'.length : 0)}
        </span>
      );
    case 'duration':
      return <span title={`${format.exact(Number(value))} s`}>{format.duration(Number(value))}</span>;
    case 'bytes':
      return <Size bytes={Number(value)} chars={chars} />;
    case 'count':
      return <>{format.exact(Number(value))}</>;
    case 'ms':
      return <>{plainText(field, value, zone)}</>;
    case 'country':
      return (
        <span className={css.place} title={placeName(String(value))}>
          <Flag place={String(value)} />
          {isCountry(String(value)) ? String(value) : shortPlace(String(value))}
        </span>
      );
    case 'flag':
      return <>{value ? t('yes') : t('no')}</>;
    default:
      if (isTags(field)) return <TagChips tags={tagsOf(value)} />;
      if (field.key === 'app')
        return (
          <span
            className={css.app}
            title={row['app.by'] === 'port' ? `${value}: ${t('guessed by port')}` : String(value)}
          >
            <i style={{ background: colors.app(String(value)) }} />
            <span>{String(value)}</span>
            {row['app.by'] === 'port' && <em>?</em>}
          </span>
        );
      return <Words text={String(value)} chars={chars} />;
  }
}

function Words({ text, chars }: { readonly text: string; readonly chars: number }) {
  const shown = fitted(text, chars * CHAR_PX, LONGEST, FONT_PX);
  return <span title={shown === text ? undefined : text}>{shown}</span>;
}

/** A port beyond the bytes that were kept: neither 0 nor none. */
function NotCaptured() {
  return (
    <span className={css.missing} title={t('Not captured: the packets were cut off before their ports')}>
      {t('not seen')}
    </span>
  );
}

/** With its country's flag; a station without an address by that of its hardware. */
function Address({ field, value, row, chars }: Pick<Props, 'field' | 'value' | 'row' | 'chars'>) {
  const room = Math.floor((chars * CHAR_PX - FLAG_AND_GAP_PX) / MONO_CHAR_PX);
  const shown = (text: string) => (
    <span className="mono" title={text.length > room ? text : undefined}>
      {format.middle(text, room)}
    </span>
  );
  const place = row[`${field.side}.country`];
  if (value !== undefined && value !== '')
    return (
      <span className={css.place}>
        <span className={css.flag} title={placeName(place === undefined ? undefined : String(place))}>
          <Flag place={place === undefined ? undefined : String(place)} />
        </span>
        {shown(String(value))}
      </span>
    );
  const mac = row[`${field.side}.mac`];
  if (mac === undefined) return null;
  return (
    <span className={css.place} title={t('no IP address: the address of the hardware')}>
      <span className={css.flag} />
      <span className={css.hardware}>{shown(String(mac))}</span>
    </span>
  );
}

const shortPlace = (place: string) =>
  placeName(place)
    .replace(/ network$/, '')
    .toLowerCase();

/** Longest bar at 1 GB: what is worth telling apart lies below. */
const FULL_LOG = 9;

/** Sent and received side by side; length by the logarithm of the sum. */
export function Balance({ sent, received }: { readonly sent: number; readonly received: number }) {
  const sum = sent + received;
  if (sum <= 0) return null;
  const width = Math.min(1, Math.max(0.06, Math.log10(sum) / FULL_LOG)) * 100;
  const part = (sent / sum) * 100;
  return (
    <span
      className={css.balance}
      role="img"
      aria-label={t('{sent} sent', { sent: format.share(sent, sum) })}
      title={t('{sent} sent, {received} received', { sent: format.bytes(sent), received: format.bytes(received) })}
      style={{ width: `${width}%` }}
    >
      {sent > 0 && <i style={{ width: `${part}%`, background: 'var(--sent)' }} />}
      {received > 0 && <i style={{ width: `${100 - part}%`, background: 'var(--received)' }} />}
    </span>
  );
}
