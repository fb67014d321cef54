/** What is known of a flow, in parts: its two ends, a section of the field table, its Community ID. Each value is a mark. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCheck, IconCopy, IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { FIELDS, type Field } from '#fields/table.ts';
import { isPortMissing } from '#query/ports.ts';
import type { FlowRow } from '#query/question.ts';
import { valueText } from '../chart/value-name.tsx';
import { aboutOf, labelOf } from '../language/fields.ts';
import { t, textFor } from '../language/t.ts';
import { copyText, useMarks } from '../state/marks.tsx';
import { Flag } from '../style/flag.tsx';
import * as format from '../style/format.ts';
import { type Plain, plainText } from '../table/cell.tsx';
import { filterOf } from './as-filter.ts';
import { Evidence } from './evidence.tsx';
import css from './inspector.module.css';

/** As in the field table, what is spoken first; the ends have a table of their own, tags and notes can be changed. */
export const SECTIONS = [...new Set(FIELDS.map((field) => field.section))]
  .filter((section) => section !== 'Ends' && section !== 'Tags and notes')
  .sort((a, b) => Number(b === 'Protocol') - Number(a === 'Protocol'));
/** Told in the head of the panel or in the table of both ends. */
const ELSEWHERE: ReadonlySet<string> = new Set(['id', 'community_id']);

const sided = (name: string) => [`src.${name}`, `dst.${name}`] as const;
const END_FIELDS = ['ip', 'port', 'name', 'country', 'network', 'org', 'asn', 'mac', 'vendor', 'tag', 'note'];
const END_LABELS: Readonly<Record<string, string>> = {
  ip: t('Address'),
  port: t('Port'),
  name: t('Name'),
  country: t('Country'),
  org: t('Operator'),
  asn: t('AS'),
  mac: t('MAC'),
  vendor: t('Maker'),
  network: t('Own network'),
  tag: t('Tags'),
  note: t('Note'),
};

/** Source above destination, each with what is known of it. */
export function Ends({ row }: { readonly row: FlowRow }) {
  return (
    <div className={css.ends}>
      {(['src', 'dst'] as const).map((side, index) => (
        <section key={side} className={css.end} aria-label={side === 'src' ? t('Source') : t('Destination')}>
          <h3 data-side={side}>{side === 'src' ? t('Source') : t('Destination')}</h3>
          <dl className={css.facts}>
            {END_FIELDS.map((name) => {
              const key = sided(name)[index];
              const value = row[key];
              if (name === 'port' && isPortMissing(row))
                return (
                  <div key={key} className={css.fact}>
                    <dt>{END_LABELS[name]}</dt>
                    <dd className="muted">{t('not captured')}</dd>
                  </div>
                );
              if (value === undefined || value === '') return null;
              return (
                <Fact
                  key={key}
                  label={END_LABELS[name]}
                  field={key}
                  value={value}
                  mono={name === 'ip' || name === 'mac'}
                >
                  {name === 'country' ? (
                    <>
                      <Flag place={String(value)} /> {plainText({ type: 'country' } as Field, value, 'utc')}
                    </>
                  ) : name === 'asn' ? (
                    `AS${value}`
                  ) : (
                    String(value)
                  )}
                </Fact>
              );
            })}
          </dl>
        </section>
      ))}
    </div>
  );
}

export function Section({
  section,
  row,
  zone,
}: {
  readonly section: Field['section'];
  readonly row: FlowRow;
  readonly zone: format.Zone;
}) {
  const known = FIELDS.filter(
    (field) =>
      field.section === section &&
      !field.either &&
      !ELSEWHERE.has(field.key) &&
      row[field.key] !== undefined &&
      row[field.key] !== '',
  );
  // an account of nothing lost says nothing
  const told = known.filter(
    (field) =>
      !(field.section === 'TCP' && row[field.key] === 0) && !(field.type === 'flag' && row[field.key] === false),
  );
  if (told.length === 0) return null;
  return (
    <section className={css.section} aria-label={textFor(section)}>
      <h3>{textFor(section)}</h3>
      <dl className={css.facts}>
        {told.map((field) => (
          <Fact
            key={field.key}
            label={labelOf(field)}
            about={aboutOf(field)}
            field={field.key}
            value={row[field.key]}
            mono={field.type === 'mac'}
          >
            {field.type === 'bytes' ? (
              <Bytes value={Number(row[field.key])} />
            ) : (
              textOf(field, row[field.key] as Plain, zone)
            )}
          </Fact>
        ))}
      </dl>
      {section === 'Protocol' && <Evidence row={row} />}
    </section>
  );
}

/** How the application was told, and yes or no, in the page's language. */
const textOf = (field: Field, value: Plain, zone: format.Zone): string =>
  field.type === 'flag'
    ? value
      ? t('yes')
      : t('no')
    : field.key === 'app.by' || field.key === 'app.why'
      ? valueText(field.key, value)
      : plainText(field, value, zone);

const Bytes = ({ value }: { readonly value: number }) => (
  <>
    {format.exactBytes(value)}
    {value >= 1000 && <span className="muted"> ({format.bytes(value)})</span>}
  </>
);

interface FactProps {
  readonly label: string;
  readonly about?: string;
  readonly field: string;
  readonly value: Plain;
  readonly mono?: boolean;
  readonly children: React.ReactNode;
}

function Fact({ label, about, field, value, mono = false, children }: FactProps) {
  const marks = useMarks();
  return (
    <div className={css.fact}>
      <dt title={about}>{label}</dt>
      <dd>
        <button
          type="button"
          className={mono ? 'mono' : undefined}
          title={t('Click: only this · Ctrl: this too · Alt: all but this')}
          {...marks.props(field, value)}
        >
          {children}
        </button>
        <ActionIcon
          className={css.more}
          variant="subtle"
          color="gray"
          size={20}
          aria-label={t('More about {label}', { label })}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            marks.menu(field, value, box.left, box.bottom);
          }}
        >
          <IconDots size={14} />
        </ActionIcon>
      </dd>
    </div>
  );
}

export function CopyMenu({ row }: { readonly row: FlowRow }) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('Copy')}>
          <IconCopy size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void copyText(filterOf(row))}>{t('Copy as filter')}</Menu.Item>
        <Menu.Item onClick={() => void copyText(JSON.stringify(row, null, 2))}>{t('Copy as JSON')}</Menu.Item>
        {row.community_id !== undefined && (
          <Menu.Item onClick={() => void copyText(String(row.community_id))}>{t('Copy Community ID')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

export function CommunityId({ value }: { readonly value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(value);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 1500);
  };
  return (
    <section className={css.section} aria-label={t('Community ID')}>
      <h3>{t('Community ID')}</h3>
      <div className={css.community}>
        <span className="mono">{value}</span>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
          onClick={() => void copy()}
        >
          {copied ? t('Copied') : t('Copy')}
        </Button>
      </div>
      <p className={css.note}>{t('Finds the same flow in Zeek, Suricata or Arkime.')}</p>
    </section>
  );
}
