// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolled region must be reached by the keyboard
/** The captured bytes of a packet, sixteen a line, in the colours of the headers they belong to. */
import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import type { PacketBytes as Bytes } from '#app/model.ts';
import { t } from '../../language/t.ts';
import { copyText } from '../../state/marks.tsx';
import { usePacketBytes } from '../../state/packets.ts';
import * as format from '../../style/format.ts';
import { FailureNote, Skeleton } from '../../style/view-frame.tsx';
import css from './flow-page.module.css';

const A_LINE = 16;
/** More lines make a page slow, and nobody reads them: the rest is copied. */
const MOST_LINES = 256;

const NAMES: Readonly<Record<Bytes['parts'][number]['name'], string>> = {
  link: t('Link and tunnels'),
  network: t('Network header'),
  transport: t('Transport header'),
  payload: t('Payload'),
  rest: t('Behind it: padding, trailer'),
};

export function PacketBytes({
  flow,
  number,
  onClose,
}: {
  readonly flow: number;
  readonly number: number;
  readonly onClose: () => void;
}): ReactNode {
  const { data, loading, error, retry } = usePacketBytes(flow, number);
  const bytes = useMemo(
    () => (data === undefined ? undefined : Uint8Array.from(atob(data.base64), (letter) => letter.charCodeAt(0))),
    [data],
  );
  return (
    <section
      className={css.bytes}
      aria-label={t('Bytes of packet {number}', { number: number + 1 })}
      aria-busy={loading}
    >
      <header className={css.bytesHead}>
        <h3>{t('Packet {number}', { number: number + 1 })}</h3>
        {data && <span className="mono">{data.layers}</span>}
        <ul className={css.parts}>
          {data?.parts.map((part) => (
            <li key={part.name}>
              <i data-part={part.name} aria-hidden /> {NAMES[part.name]}{' '}
              <span className="muted">{format.exactBytes(part.to - part.from)}</span>
            </li>
          ))}
        </ul>
        {bytes && (
          <Button size="compact-xs" variant="default" onClick={() => void copyText(hexOf(bytes))}>
            {t('Copy as hex')}
          </Button>
        )}
        <ActionIcon variant="subtle" color="gray" size={24} onClick={onClose} aria-label={t('Close the bytes')}>
          <IconX size={15} />
        </ActionIcon>
      </header>
      {error ? (
        <FailureNote error={error} retry={retry} />
      ) : bytes === undefined || data === undefined ? (
        <Skeleton />
      ) : (
        <Dump bytes={bytes} parts={data.parts} />
      )}
    </section>
  );
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

function Dump({ bytes, parts }: { readonly bytes: Uint8Array; readonly parts: Bytes['parts'] }): ReactNode {
  const lines = Math.min(MOST_LINES, Math.ceil(bytes.length / A_LINE));
  return (
    <section className={`${css.dump} mono`} tabIndex={0} aria-label={t('Bytes in hexadecimal')}>
      {Array.from({ length: lines }, (_, line) => {
        const from = line * A_LINE;
        const to = Math.min(bytes.length, from + A_LINE);
        const inLine = parts
          .map((part) => ({ name: part.name, from: Math.max(from, part.from), to: Math.min(to, part.to) }))
          .filter((part) => part.to > part.from);
        return (
          <div key={from} className={css.line}>
            <span className={css.place}>{from.toString(16).padStart(4, '0')}</span>
            <span className={css.hex}>
              {inLine.map((part) => (
                <span key={part.name} data-part={part.name}>
                  {`${hexOf(bytes.subarray(part.from, part.to))} `}
                </span>
              ))}
            </span>
            <span>
              {inLine.map((part) => (
                <span key={part.name} data-part={part.name}>
                  {textOf(bytes.subarray(part.from, part.to))}
                </span>
              ))}
            </span>
          </div>
        );
      })}
      {bytes.length > lines * A_LINE && (
        <p className="muted">
          {t('{bytes} more are not shown; “Copy as hex” has them.', {
            bytes: format.exactBytes(bytes.length - lines * A_LINE),
          })}
        </p>
      )}
    </section>
  );
}

/** Printable ASCII; a dot for all else. */
const textOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
