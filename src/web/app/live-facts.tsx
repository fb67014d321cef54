/** Who sends to a live source, in its row of the list of jobs. */
import type { Job } from '#app/model.ts';
import { plural, t } from '../language/t.ts';
import css from '../start/live/live.module.css';
import * as format from '../style/format.ts';

export function LiveFacts({ live }: { readonly live: NonNullable<Job['live']> }) {
  const { address, fingerprint, senders, gone, heldBack } = live;
  return (
    <ul className={css.facts}>
      {address !== undefined && (
        <li>
          {t('Listens on {address}', { address })} ·{' '}
          {senders.length === 0 ? t('nobody is connected') : plural(senders.length, '{n} sender', '{n} senders')}
          {gone > 0 && ` · ${plural(gone, '{n} has ended', '{n} have ended')}`}
        </li>
      )}
      {fingerprint !== undefined && (
        <li>
          {t('Certificate, SHA-256')} <span className={css.print}>{fingerprint}</span>
        </li>
      )}
      {address !== undefined &&
        senders.map((sender) => (
          <li key={sender.name}>
            {sender.name}: {sender.format === undefined ? '' : `${sender.format}, `}
            {format.bytes(sender.bytes)}, {format.counted(sender.packets, 'packet')}
          </li>
        ))}
      {heldBack && <li>{t('Senders have to wait: packets arrive faster than they can be decoded.')}</li>}
    </ul>
  );
}
