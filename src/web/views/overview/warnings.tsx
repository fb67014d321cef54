/** What is odd about the captures themselves, before anyone believes the numbers. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../state/api.ts';
import { useDataset } from '../../state/events.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import css from './overview.module.css';

const FEW = 3;

export function Warnings(): ReactNode {
  const { dataset, setView } = useScope();
  const version = useDataset(dataset)?.version;
  const [open, setOpen] = useState(false);
  const { data: files = [] } = useQuery({
    queryKey: ['files', dataset, version],
    queryFn: () => api.files(dataset),
    enabled: dataset !== '',
    placeholderData: (old) => old,
    retry: false,
  });
  const sum = (part: 'truncated' | 'malformed' | 'unsupported') =>
    files.reduce((all, file) => all + file.accounts[part], 0);
  const packets = files.reduce((all, file) => all + file.packets, 0);
  const counts = (
    [
      ['truncated', 'cut by the snap length'],
      ['malformed', 'malformed'],
      ['unsupported', 'of a kind that is not decoded'],
    ] as const
  ).flatMap(([part, words]) => {
    const value = sum(part);
    return value === 0
      ? []
      : [`${format.counted(value, 'packet')} (${format.share(value, packets)}) ${value === 1 ? 'is' : 'are'} ${words}`];
  });
  const lines = [...counts, ...files.flatMap((file) => file.warnings.map((text) => `${file.name}: ${text}`))];
  if (lines.length === 0) return null;
  const shown = open ? lines : lines.slice(0, FEW);
  return (
    <section className={css.warnings} aria-label="Quality of the captures">
      <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
      <ul>
        {shown.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <span className={css.ways}>
        {lines.length > FEW && (
          <button type="button" onClick={() => setOpen(!open)}>
            {open ? 'Fewer' : `${lines.length - FEW} more`}
          </button>
        )}
        <button type="button" onClick={() => setView('files')}>
          Files
        </button>
      </span>
    </section>
  );
}
