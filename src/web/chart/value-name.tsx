/** A value as people name it: country with flag, app with its colour, address in fixed width, nothing as "not known". */

import { type ReactNode, useContext } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { t } from '../language/t.ts';
import { told } from '../language/told.ts';
import type { Value } from '../state/narrow.ts';
import { fitted, MONO, WORDS } from '../style/fit.ts';
import { Flag } from '../style/flag.tsx';
import { placeName } from '../style/places.ts';
import { NameRoom } from './name-room.ts';
import css from './value-name.module.css';
import { noteOf } from './value-note.ts';

/** In words, for titles and readers of the screen. */
export function valueText(field: string, value: Value): string {
  const type = FIELD_BY_KEY.get(field)?.type;
  if (type === 'country')
    return value === undefined || value === '' || value === 'unknown' ? t('Not known') : placeName(String(value));
  if (value === undefined || value === '') return t('Not known');
  if (field === 'ip.version') return value === 0 ? t('No IP') : `IPv${value}`;
  if (field === 'app.by') return BY[String(value)] ?? String(value);
  if (field === 'app.why') return told(String(value));
  return String(value);
}

/** Characters; what is longer is cut in the middle, whole in the tooltip. */
const LONGEST = 48;
const LONGEST_FIXED = 26;
/** Pixels around a name. */
const MARGIN = 12;

const BY: Readonly<Record<string, string>> = {
  inspected: t('Proved by inspection'),
  port: t('Guessed by port'),
  none: t('Not known'),
};

export function ValueName({
  field,
  value,
  color,
  absent,
}: {
  readonly field: string;
  readonly value: Value;
  readonly color?: string | undefined;
  /** said where there is no value, instead of “Not known” */
  readonly absent?: string | undefined;
}): ReactNode {
  const type = FIELD_BY_KEY.get(field)?.type;
  const unknown = value === undefined || value === '';
  const text = unknown && absent !== undefined ? absent : valueText(field, value);
  const fixed = type === 'ip' || type === 'mac';
  const note = noteOf(field, value);
  const room = useContext(NameRoom);
  const beside = (type === 'country' || color !== undefined ? 18 : 0) + (note ? 44 : 0) + MARGIN;
  const left = room && room - beside;
  const shown = fixed ? fitted(text, left, LONGEST_FIXED, 12, MONO) : fitted(text, left, LONGEST, 12.5, WORDS);
  return (
    <>
      {type === 'country' && <Flag place={value === undefined ? undefined : String(value)} />}
      {color !== undefined && <i className={css.spot} style={{ background: color }} aria-hidden />}
      <span className={`${fixed ? css.fixed : css.text} ${unknown ? css.unknown : ''}`} title={text}>
        {shown}
      </span>
      {note && (
        <span className={css.note} title={note.reason}>
          {note.word}
        </span>
      )}
    </>
  );
}
