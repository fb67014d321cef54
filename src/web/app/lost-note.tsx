/** Said on every page while the server does not answer. */

import { IconPlugConnectedX } from '@tabler/icons-react';
import { t } from '../language/t.ts';
import { useLost } from '../state/connection.ts';
import css from './imports.module.css';

export function LostNote() {
  if (!useLost()) return null;
  return (
    <p className={css.lost} role="status">
      <IconPlugConnectedX size={16} stroke={1.6} aria-hidden />{' '}
      {t('Capscope does not answer. What you see is from before; start it again and this page continues by itself.')}
    </p>
  );
}
