/** Packets by verdict: one bar and four numbers that add up to all packets of a file. */

import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CaptureFile } from '#app/model.ts';
import { t } from '../../language/t.ts';
import { exact, share } from '../../style/format.ts';
import css from './files.module.css';

const ACCOUNTS = [
  { key: 'decoded', label: t('decoded'), about: t('Read to the end of what is needed from them.') },
  {
    key: 'truncated',
    label: t('truncated'),
    about: t('Cut by the snap length of the capture; not the sender’s fault. They count with their full length.'),
  },
  { key: 'malformed', label: t('malformed'), about: t('Break the rules of their own protocol.') },
  { key: 'unsupported', label: t('unsupported'), about: t('Fine, but of a link type that Capscope does not read.') },
] as const;

export function AccountsBar({ accounts }: { readonly accounts: CaptureFile['accounts'] }): ReactNode {
  const all = ACCOUNTS.reduce((sum, { key }) => sum + accounts[key], 0);
  return (
    <div className={css.accounts}>
      <div className={css.bar} aria-hidden>
        {ACCOUNTS.map(
          ({ key }) => accounts[key] > 0 && <i key={key} data-account={key} style={{ flexGrow: accounts[key] }} />,
        )}
      </div>
      <ul>
        {ACCOUNTS.map(
          ({ key, label, about }) =>
            (accounts[key] > 0 || key === 'decoded') && (
              <Tooltip key={key} label={`${about} ${share(accounts[key], all)}`} multiline w={260}>
                <li>
                  <i data-account={key} aria-hidden /> {exact(accounts[key])} {label}
                </li>
              </Tooltip>
            ),
        )}
      </ul>
    </div>
  );
}
